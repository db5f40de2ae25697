#define _GNU_SOURCE
#include "rung_terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/prctl.h>
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

// A child that gives the terminal its modes back where this process is killed before it can.
static pid_t guard = -1;
static int guard_end = -1;

// After the fork: only what is safe there. Nothing but the terminal and the pipe stays open, so that no lock is held.
static void keep_guard(int fd, int pipe_end) {
    if (dup2(fd, 0) < 0 || dup2(pipe_end, 1) < 0) _exit(1);
    if (close_range(2, ~0U, 0) != 0) {
        for (int other = 2; other < 4096; other++) close(other);
    }
    prctl(PR_SET_NAME, "rung-terminal");
    char word;
    ssize_t got;
    while ((got = read(1, &word, 1)) < 0 && errno == EINTR) {}
    // A word: the modes were given back. The end without one: the process is gone. All signals are blocked here, so that
    // setting the modes from the background is allowed.
    if (got == 0) tcsetattr(0, TCSANOW, &before);
    _exit(0);
}

static void start_guard(int fd) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return;
    // Neither end may be where the child puts the terminal and the pipe.
    if (ends[0] < 2 || ends[1] < 2) {
        close(ends[0]);
        close(ends[1]);
        return;
    }
    sigset_t all, old;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &old);
    pid_t pid = fork();
    if (pid == 0) keep_guard(fd, ends[0]);
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    close(ends[0]);
    if (pid < 0) {
        close(ends[1]);
        return;
    }
    guard = pid;
    guard_end = ends[1];
}

static void end_guard(void) {
    if (guard < 0) return;
    while (write(guard_end, "", 1) < 0 && errno == EINTR) {}
    close(guard_end);
    // Another part of the process may have reaped it.
    while (waitpid(guard, NULL, 0) < 0 && errno == EINTR) {}
    guard = -1;
    guard_end = -1;
}

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
    start_guard(fd);
    atomic_store(&entered, 1);
    while (tcsetattr(fd, TCSADRAIN, &modes) != 0) {
        if (errno == EINTR) continue;
        int error = errno;
        atomic_store(&entered, 0);
        end_guard();
        return error;
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
    end_guard();
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
