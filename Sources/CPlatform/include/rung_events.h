#ifndef RUNG_EVENTS_H
#define RUNG_EVENTS_H

#include <stdint.h>

// epoll, without the packed union that Swift sees badly.
struct rung_event {
    uint64_t token;
    uint32_t readable;
    uint32_t writable;
    uint32_t hung_up;
};
int rung_epoll_create(void);
// Waits for what can be read.
int rung_epoll_add(int epoll, int fd, uint64_t token);
// Waits for other things than before; for errors and hang-ups always.
int rung_epoll_change(int epoll, int fd, uint64_t token, int readable, int writable);
int rung_epoll_remove(int epoll, int fd);
int rung_epoll_wait(int epoll, struct rung_event *events, int capacity, int timeout_ms);
int rung_eventfd(void);
void rung_eventfd_signal(int fd);
void rung_eventfd_clear(int fd);

#endif
