#define _GNU_SOURCE

#include "supervisor.h"

#include <errno.h>

#if defined(__linux__)

// Runs between fork and exec: system calls only, see supervisor.h.

#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef __NR_landlock_restrict_self
#define __NR_landlock_restrict_self 446
#endif

/// Drops capabilities from the sets of this process and from what any program could give back to it.
static int drop_capabilities(uint64_t dropped) {
    for (int capability = 0; capability < 64; capability++) {
        // Fails for capabilities that this kernel has not, and for processes that have none to drop: both may.
        if (dropped >> capability & 1) {
            prctl(PR_CAPBSET_DROP, capability, 0, 0, 0);
        }
    }
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[2];
    if (syscall(SYS_capget, &header, data) < 0) {
        return errno;
    }
    for (int half = 0; half < 2; half++) {
        const uint32_t kept = ~(uint32_t)(dropped >> half * 32);
        data[half].effective &= kept;
        data[half].permitted &= kept;
        data[half].inheritable &= kept;
    }
    return syscall(SYS_capset, &header, data) < 0 ? errno : 0;
}

int heddle_confine(const heddle_confinement *confinement, int ruleset, bool is_stranger) {
    // The powers in a user namespace would undo what was mounted with them.
    const uint64_t dropped = is_stranger ? UINT64_MAX : confinement->dropped_capabilities;
    if (dropped != 0) {
        int failure = drop_capabilities(dropped);
        if (failure != 0) {
            return failure;
        }
    }
    if (confinement->no_new_privileges && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) {
        return errno;
    }
    if (confinement->ruleset >= 0 && syscall(__NR_landlock_restrict_self, ruleset, 0u) < 0) {
        return errno;
    }
    if (confinement->filter != NULL) {
        struct sock_fprog program = {
            .len = (unsigned short)(confinement->filter_length / sizeof(struct sock_filter)),
            .filter = (struct sock_filter *)confinement->filter,
        };
        if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) < 0) {
            return errno;
        }
    }
    return 0;
}

#else

int heddle_confine(const heddle_confinement *confinement, int ruleset, bool is_stranger) {
    (void)ruleset, (void)is_stranger;
    return confinement->ruleset >= 0 || confinement->filter != 0 ? ENOSYS : 0;
}

#endif
