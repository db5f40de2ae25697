#define _GNU_SOURCE
#include "rung_terminal.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

// What a signal handler needs; written before `entered` says that it is there.
static struct termios before;
static int terminal = -1;
static atomic_int entered;
static atomic_int prepared;

enum { DEADLY = 6 };
static const int deadly[DEADLY] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT};
static struct sigaction actions_before[DEADLY];

// The process dies of the signal as it would have: by whoever waited for it before, such as Swift's backtraces.
static void die_restored(int number) {
    rung_terminal_leave();
    for (int i = 0; i < DEADLY; i++) {
        if (deadly[i] == number) sigaction(number, &actions_before[i], NULL);
    }
    raise(number);
}

static void prepare(void) {
    if (atomic_exchange(&prepared, 1)) return;
    atexit(rung_terminal_leave);
    for (int i = 0; i < DEADLY; i++) {
        struct sigaction action = {.sa_handler = die_restored, .sa_flags = SA_NODEFER | SA_ONSTACK};
        sigemptyset(&action.sa_mask);
        sigaction(deadly[i], &action, &actions_before[i]);
    }
}

int rung_terminal_enter(int fd) {
    if (atomic_load(&entered)) return 0;
    if (tcgetattr(fd, &before) != 0) return errno;
    terminal = fd;
    prepare();
    struct termios modes = before;
    modes.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ECHONL | IEXTEN);
    modes.c_iflag &= ~(tcflag_t)(INLCR | IGNCR);
    modes.c_iflag |= ICRNL;
    modes.c_lflag |= ISIG;
    modes.c_cc[VMIN] = 1;
    modes.c_cc[VTIME] = 0;
    // Ctrl-\ would leave a core and a terminal without its modes.
    modes.c_cc[VQUIT] = _POSIX_VDISABLE;
    atomic_store(&entered, 1);
    while (tcsetattr(fd, TCSADRAIN, &modes) != 0) {
        if (errno == EINTR) continue;
        atomic_store(&entered, 0);
        return errno;
    }
    return 0;
}

void rung_terminal_leave(void) {
    if (!atomic_exchange(&entered, 0)) return;
    int error = errno;
    // Whoever gives a background job's terminal its modes would be stopped for it.
    sigset_t output, old;
    sigemptyset(&output);
    sigaddset(&output, SIGTTOU);
    pthread_sigmask(SIG_BLOCK, &output, &old);
    while (tcsetattr(terminal, TCSANOW, &before) != 0 && errno == EINTR) {}
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    errno = error;
}

int rung_terminal_run(char *const *argv, char *const *environment, int input) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    if (input >= 0) posix_spawn_file_actions_adddup2(&actions, input, 0);
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    pid_t pid;
    int error = posix_spawnp(&pid, argv[0], &actions, &attributes, argv, environment);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (error) {
        errno = error;
        return -1;
    }
    int status;
    while (waitpid(pid, &status, 0) < 0) {
        // Another part of the process may have reaped it: then only how it ended is not known.
        if (errno == ECHILD) return 0;
        if (errno != EINTR) return -1;
    }
    return status;
}
