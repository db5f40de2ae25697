#ifndef RUNG_TERMINAL_H
#define RUNG_TERMINAL_H

// Lets a terminal hand over single keys, unseen: no echo, no lines. Output is processed as before and Ctrl-C is still
// a signal. The modes of before come back by rung_terminal_leave, at every signal by which this process dies of itself,
// and where it is killed by a child that watches it. Returns 0 or an errno.
int rung_terminal_enter(int fd);

// Gives the modes of before back; may be called at any time, in a signal handler too.
void rung_terminal_leave(void);

// Runs a program in the foreground with this process's terminal, stdin from `input` (or the terminal where that is -1),
// and waits for its end: as wait reports it, or -1 with errno.
int rung_terminal_run(char *const *argv, char *const *environment, int input);

#endif
