#define _GNU_SOURCE
#include "rung_events.h"

#include <stddef.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

int rung_epoll_create(void) {
    return epoll_create1(EPOLL_CLOEXEC);
}

int rung_epoll_add(int epoll, int fd, uint64_t token) {
    struct epoll_event event = {.events = EPOLLIN, .data.u64 = token};
    return epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
}

int rung_epoll_change(int epoll, int fd, uint64_t token, int readable, int writable) {
    struct epoll_event event = {
        .events = (readable ? EPOLLIN : 0u) | (writable ? EPOLLOUT : 0u),
        .data.u64 = token,
    };
    return epoll_ctl(epoll, EPOLL_CTL_MOD, fd, &event);
}

int rung_epoll_remove(int epoll, int fd) {
    return epoll_ctl(epoll, EPOLL_CTL_DEL, fd, NULL);
}

int rung_epoll_wait(int epoll, struct rung_event *events, int capacity, int timeout_ms) {
    struct epoll_event found[64];
    if (capacity > 64) {
        capacity = 64;
    }
    int count = epoll_wait(epoll, found, capacity, timeout_ms);
    for (int index = 0; index < count; index++) {
        events[index].token = found[index].data.u64;
        events[index].readable = (found[index].events & EPOLLIN) != 0;
        events[index].writable = (found[index].events & EPOLLOUT) != 0;
        events[index].hung_up = (found[index].events & (EPOLLHUP | EPOLLERR)) != 0;
    }
    return count;
}

int rung_eventfd(void) {
    return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}

void rung_eventfd_signal(int fd) {
    uint64_t one = 1;
    ssize_t written = write(fd, &one, sizeof one);
    (void)written;  // it fails only where the counter is full, and then the waiter wakes all the same
}

void rung_eventfd_clear(int fd) {
    uint64_t count;
    ssize_t taken = read(fd, &count, sizeof count);
    (void)taken;
}
