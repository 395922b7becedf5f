#include "supervisor.h"

#if !defined(HEDDLE_LINUX_REAPER)

// For systems where a process cannot adopt its orphaned descendants: what stays in the command's process group is
// killed with it, what leaves the group escapes.

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/select.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void child_ended(int number) {
    (void)number;  // That it interrupts `pselect` is all it is for.
}

int heddle_prepare_reaper(void) {
    struct sigaction action = {.sa_handler = child_ended};
    sigemptyset(&action.sa_mask);
    return sigaction(SIGCHLD, &action, NULL);
}

static int64_t now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/// Waits until a child ends, the lifeline ends (if it is watched) or the time is over. Whether the lifeline ended.
static bool wait_for_events(bool watches_lifeline, int64_t timeout_ms) {
    sigset_t mask;
    sigfillset(&mask);
    sigdelset(&mask, SIGCHLD);
    fd_set readable;
    FD_ZERO(&readable);
    if (watches_lifeline) {
        FD_SET(SUPERVISOR_LIFELINE, &readable);
    }
    struct timespec timeout = {.tv_sec = timeout_ms / 1000, .tv_nsec = timeout_ms % 1000 * 1000000};
    return pselect(SUPERVISOR_LIFELINE + 1, &readable, NULL, NULL, timeout_ms >= 0 ? &timeout : NULL, &mask) > 0;
}

void heddle_reap(pid_t command, int events) {
    (void)events;
    bool is_killing = false;
    bool has_ended = false;
    int64_t deadline = -1;  // While killing, when to give up; after the command's end, when to begin killing.

    for (;;) {
        int status;
        if (!has_ended && waitpid(command, &status, WNOHANG) == command) {
            heddle_status_record record = {HEDDLE_COMMAND_ENDED, status, 0};
            (void)!write(SUPERVISOR_STATUS, &record, sizeof record);
            has_ended = true;
            if (!is_killing) {
                deadline = now_ms() + LEFTOVER_GRACE_MS;
            }
        }
        if (has_ended && kill(-command, 0) < 0 && errno == ESRCH) {
            heddle_status_record record = {HEDDLE_COMMAND_GONE, 0, 0};
            (void)!write(SUPERVISOR_STATUS, &record, sizeof record);
            _exit(0);
        }

        int64_t left = -1;
        if (is_killing) {
            if (now_ms() >= deadline) {
                _exit(1);
            }
            kill(-command, SIGKILL);
            left = KILL_ROUND_MS;
        } else if (deadline >= 0) {
            // Processes that others adopted end without a signal to this one, so their group is looked at in rounds.
            left = KILL_ROUND_MS;
        }
        bool is_cut = wait_for_events(!is_killing, left);
        if (!is_killing && (is_cut || (deadline >= 0 && now_ms() >= deadline))) {
            is_killing = true;
            deadline = now_ms() + KILL_LIMIT_MS;
        }
    }
}

#endif
