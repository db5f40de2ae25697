#define _GNU_SOURCE
#include "rung_spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static struct rlimit original_limit;
static int limit_raised;
static pthread_once_t limit_once = PTHREAD_ONCE_INIT;

// The kernel's own sigset_t and sigaction: glibc's wrappers refuse its two internal signals.
struct kernel_sigaction {
    void *handler;
    unsigned long flags;
    void *restorer;
    uint64_t mask;
};

struct child_plan {
    const struct rung_spawn_request *request;
    int input, output, errors;
    int stage, error;
};

static void reset_signals(void) {
    struct kernel_sigaction fresh;
    memset(&fresh, 0, sizeof fresh);
    for (int number = 1; number <= 64; number++) {
        if (number != SIGKILL && number != SIGSTOP) {
            syscall(SYS_rt_sigaction, number, &fresh, NULL, sizeof fresh.mask);
        }
    }
    uint64_t none = 0;
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &none, NULL, sizeof none);
}

static int try_candidates(const struct rung_spawn_request *request) {
    int denied = 0;
    for (const char *const *candidate = request->candidates; *candidate != NULL; candidate++) {
        execve(*candidate, request->argv + 1, request->environment);
        if (errno == ENOEXEC) {
            // A script without `#!`: as execvp and every shell have it, sh reads it.
            request->argv[0] = (char *)"/bin/sh";
            request->argv[1] = (char *)*candidate;
            execve("/bin/sh", request->argv, request->environment);
            return errno;
        }
        if (errno == EACCES) {
            denied = 1;
        } else if (errno != ENOENT && errno != ENOTDIR) {
            return errno;
        }
    }
    return denied ? EACCES : ENOENT;
}

// Runs in the child, on memory shared with the suspended parent: system calls only, nothing allocated.
static int child_main(void *context) {
    struct child_plan *plan = context;
    setsid();
    plan->stage = RUNG_STAGE_PREPARE;
    if (dup2(plan->input, 0) < 0 || dup2(plan->output, 1) < 0 || dup2(plan->errors, 2) < 0) {
        plan->error = errno;
        _exit(126);
    }
    // What another library has opened without CLOEXEC, or our own parent left open: a lock, say.
    syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_CLOEXEC);
    if (limit_raised) {
        setrlimit(RLIMIT_NOFILE, &original_limit);
    }
    if (plan->request->directory != NULL && chdir(plan->request->directory) != 0) {
        plan->stage = RUNG_STAGE_DIRECTORY;
        plan->error = errno;
        _exit(126);
    }
    reset_signals();
    int error = try_candidates(plan->request);
    plan->stage = RUNG_STAGE_EXECUTE;
    plan->error = error;
    _exit(127);
}

// A descriptor above 2, so that dup2 to 0, 1 and 2 never meets itself.
static int above_standard(int fd) {
    if (fd < 0 || fd > 2) {
        return fd;
    }
    int higher = fcntl(fd, F_DUPFD_CLOEXEC, 3);
    int error = errno;
    close(fd);
    errno = error;
    return higher;
}

static int open_pipe(int ends[2]) {
    if (pipe2(ends, O_CLOEXEC) != 0) {
        ends[0] = ends[1] = -1;
        return -1;
    }
    ends[0] = above_standard(ends[0]);
    ends[1] = above_standard(ends[1]);
    if (ends[0] < 0 || ends[1] < 0) {
        return -1;
    }
    return fcntl(ends[0], F_SETFL, O_NONBLOCK);
}

static void close_all(int *fds, int count) {
    for (int index = 0; index < count; index++) {
        if (fds[index] >= 0) {
            close(fds[index]);
        }
    }
}

static pid_t start_child(struct child_plan *plan, int *pidfd) {
    // The parent sleeps until the child has called exec or ended, so the child may use a piece of this stack.
    _Alignas(16) char stack[32 * 1024];
    uint64_t all = ~0ULL, before;
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &all, &before, sizeof all);
    int cancel_state;
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancel_state);
    pid_t pid = clone(child_main, stack + sizeof stack, CLONE_VM | CLONE_VFORK | CLONE_PIDFD | SIGCHLD, plan, pidfd);
    int error = errno;
    pthread_setcancelstate(cancel_state, NULL);
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &before, NULL, sizeof before);
    errno = error;
    return pid;
}

static int fail(struct rung_spawn_result *result, int stage, int error, int *fds) {
    close_all(fds, 5);
    result->stage = stage;
    result->error = error;
    return -1;
}

int rung_spawn(const struct rung_spawn_request *request, struct rung_spawn_result *result) {
    int fds[5] = {-1, -1, -1, -1, -1};  // output 0 1, errors 2 3, input 4
    memset(result, 0, sizeof *result);
    if (open_pipe(fds) != 0 || open_pipe(fds + 2) != 0) {
        return fail(result, RUNG_STAGE_PREPARE, errno, fds);
    }
    fds[4] = request->input >= 0 ? fcntl(request->input, F_DUPFD_CLOEXEC, 3)
                                 : above_standard(open("/dev/null", O_RDONLY | O_CLOEXEC));
    if (fds[4] < 0) {
        return fail(result, RUNG_STAGE_PREPARE, errno, fds);
    }
    struct child_plan plan = {.request = request, .input = fds[4], .output = fds[1], .errors = fds[3]};
    int pidfd = -1;
    pid_t pid = start_child(&plan, &pidfd);
    if (pid < 0) {
        return fail(result, RUNG_STAGE_PREPARE, errno, fds);
    }
    if (plan.error != 0) {
        rung_reap_pid(pid);
        close(pidfd);
        return fail(result, plan.stage, plan.error, fds);
    }
    close(fds[1]);
    close(fds[3]);
    close(fds[4]);
    result->pid = pid;
    result->pidfd = pidfd;
    result->output = fds[0];
    result->errors = fds[2];
    return 0;
}

int rung_reap(int pidfd, int *code, int *status) {
    siginfo_t info;
    info.si_pid = 0;
    int outcome;
    do {
        outcome = waitid(P_PIDFD, (id_t)pidfd, &info, WEXITED | WNOHANG);
    } while (outcome != 0 && errno == EINTR);
    if (outcome != 0) {
        return -1;
    }
    if (info.si_pid == 0) {
        return 0;
    }
    *code = info.si_code == CLD_EXITED ? 0 : 1;
    *status = info.si_status;
    return 1;
}

int rung_peek_ended_child(void) {
    siginfo_t info;
    info.si_pid = 0;
    return waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0 ? info.si_pid : 0;
}

void rung_reap_pid(int pid) {
    while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) {
    }
}

int rung_pidfd_open(int pid) {
    return (int)syscall(SYS_pidfd_open, pid, 0);
}

int rung_pidfd_signal(int pidfd, int signal) {
    return (int)syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 0);
}

int rung_become_subreaper(void) {
    return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
}

static void raise_limit(void) {
    if (getrlimit(RLIMIT_NOFILE, &original_limit) != 0) {
        return;
    }
    struct rlimit wanted = original_limit;
    rlim_t most = original_limit.rlim_max < 65536 ? original_limit.rlim_max : 65536;
    if (wanted.rlim_cur < most) {
        wanted.rlim_cur = most;
        limit_raised = setrlimit(RLIMIT_NOFILE, &wanted) == 0;
    }
}

void rung_raise_descriptor_limit(void) {
    pthread_once(&limit_once, raise_limit);
}

void rung_prepare_signals(void) {
    struct sigaction current;
    if (sigaction(SIGPIPE, NULL, &current) == 0 && current.sa_handler == SIG_DFL) {
        signal(SIGPIPE, SIG_IGN);
    }
    if (sigaction(SIGCHLD, NULL, &current) == 0
        && (current.sa_handler == SIG_IGN || (current.sa_flags & SA_NOCLDWAIT) != 0)) {
        signal(SIGCHLD, SIG_DFL);
    }
}

struct thread_start {
    void (*body)(void *);
    void *context;
    char name[16];
};

static void *thread_main(void *argument) {
    struct thread_start start = *(struct thread_start *)argument;
    free(argument);
    pthread_setname_np(pthread_self(), start.name);
    start.body(start.context);
    return NULL;
}

int rung_start_thread(void (*body)(void *), void *context, uint64_t stack_size, const char *name) {
    struct thread_start *start = malloc(sizeof *start);
    if (start == NULL) {
        return ENOMEM;
    }
    start->body = body;
    start->context = context;
    strncpy(start->name, name, sizeof start->name - 1);
    start->name[sizeof start->name - 1] = 0;
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&attributes, stack_size);
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pthread_t thread;
    int error = pthread_create(&thread, &attributes, thread_main, start);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attributes);
    if (error != 0) {
        free(start);
    }
    return error;
}

uint64_t rung_monotonic_nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000ULL + (uint64_t)now.tv_nsec;
}

int rung_contains(const void *bytes, uint64_t size, const void *wanted, uint64_t wanted_size) {
    return memmem(bytes, size, wanted, wanted_size) != NULL;
}

void rung_grow_pipe(int fd, int size) {
    fcntl(fd, F_SETPIPE_SZ, size);
}

static int wait_for(int fd, short events, int timeout_ms) {
    struct pollfd entry = {.fd = fd, .events = events};
    int outcome = poll(&entry, 1, timeout_ms);
    return outcome < 0 ? (errno == EINTR ? 0 : -1) : outcome;
}

int rung_wait_readable(int fd, int timeout_ms) {
    return wait_for(fd, POLLIN, timeout_ms);
}

int rung_wait_writable(int fd, int timeout_ms) {
    return wait_for(fd, POLLOUT, timeout_ms);
}
