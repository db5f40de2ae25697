#ifndef RUNG_SPAWN_H
#define RUNG_SPAWN_H

#include <stdint.h>

// Where starting a command went wrong.
enum {
    RUNG_STAGE_NONE = 0,
    RUNG_STAGE_PREPARE = 1,  // pipes or the new process could not be had
    RUNG_STAGE_DIRECTORY = 2,  // the working directory could not be entered
    RUNG_STAGE_EXECUTE = 3,  // no candidate could be executed
};

struct rung_spawn_request {
    // Paths tried in this order, NULL at the end; relative ones count from `directory`.
    const char *const *candidates;
    // argv[0] is a spare slot for the interpreter of a script without `#!`; the command's own argv starts at argv[1].
    char **argv;
    char *const *environment;
    const char *directory;
    int input;  // what the command reads, or -1 for /dev/null
};

struct rung_spawn_result {
    int pid;
    int pidfd;
    int output;  // the reading ends, nonblocking
    int errors;
    int stage;
    int error;  // errno of the stage
};

// Starts a command in a session of its own, stdin from `input`, all signals at their defaults and none blocked,
// no descriptor of ours open, RLIMIT_NOFILE as we got it. Returns 0, or -1 with stage and error set.
int rung_spawn(const struct rung_spawn_request *request, struct rung_spawn_result *result);

// Reaps the child of a pidfd. Returns 1 and the raw parts of its end, 0 while it runs, -1 on error (errno).
int rung_reap(int pidfd, int *code, int *status);

// Looks for a child that has ended, without reaping it: its pid, 0 where there is none.
int rung_peek_ended_child(void);

// Reaps one ended child by its pid.
void rung_reap_pid(int pid);

int rung_pidfd_open(int pid);
int rung_pidfd_signal(int pidfd, int signal);

// Makes this process the parent of its orphaned descendants. Returns 0, or -1 with errno.
int rung_become_subreaper(void);

// Raises the soft limit of open descriptors towards the hard one, once; children get the original back.
void rung_raise_descriptor_limit(void);

// Ignores SIGPIPE where nobody has chosen anything else; and no longer ignores SIGCHLD, which some who start us leave
// behind and which would lose us the exits of all children.
void rung_prepare_signals(void);

// Starts a detached thread with all signals blocked. Returns 0, or an errno.
int rung_start_thread(void (*body)(void *), void *context, uint64_t stack_size, const char *name);

// CLOCK_MONOTONIC in nanoseconds.
uint64_t rung_monotonic_nanoseconds(void);

// Whether bytes stand somewhere in others (memmem, which Swift does not see).
int rung_contains(const void *bytes, uint64_t size, const void *wanted, uint64_t wanted_size);

// Makes a pipe hold more; a refusal does no harm.
void rung_grow_pipe(int fd, int size);

// Waits until a descriptor is readable or writable. Returns 1 ready, 0 timed out, -1 error.
int rung_wait_readable(int fd, int timeout_ms);
int rung_wait_writable(int fd, int timeout_ms);

#endif
