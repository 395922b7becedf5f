#define _GNU_SOURCE

#include "supervisor.h"

#include <errno.h>

#if defined(__linux__)

// Runs between fork and exec: system calls only, see supervisor.h.

#include <fcntl.h>
#include <sched.h>
#include <stddef.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

// The same on every architecture; older headers do not name them.
enum {
    CALL_OPEN_TREE = 428,
    CALL_MOVE_MOUNT = 429,
    CALL_FSOPEN = 430,
    CALL_FSCONFIG = 431,
    CALL_FSMOUNT = 432,
    CALL_OPENAT2 = 437,
    CALL_MOUNT_SETATTR = 442,
};

enum {
    EMPTY_PATH = 0x1000,
    RECURSIVE = 0x8000,
    TREE_CLONE = 1,
    TREE_CLOSE_ON_EXEC = O_CLOEXEC,
    MOVE_FROM_AND_TO_DESCRIPTORS = 0x04 | 0x40,
    SET_STRING = 1,
    CREATE = 6,
    /// RESOLVE_NO_MAGICLINKS and RESOLVE_NO_SYMLINKS.
    FOLLOW_NO_LINKS = 0x02 | 0x04,
    READ_ONLY = 0x01,
    /// No set-user-id, no devices, no programs, read-only.
    LIFELESS = 0x0F,
};

typedef struct {
    uint64_t flags;
    uint64_t mode;
    uint64_t resolve;
} open_how;

typedef struct {
    uint64_t set;
    uint64_t cleared;
    uint64_t propagation;
    uint64_t user_namespace;
} mount_attributes;

static int failure_of(long result) { return result < 0 ? errno : 0; }

static int change_attributes(int tree, unsigned flags, uint64_t set, uint64_t cleared) {
    const mount_attributes attributes = {set, cleared, 0, 0};
    return failure_of(
        syscall(CALL_MOUNT_SETATTR, tree, "", EMPTY_PATH | flags, &attributes, sizeof attributes));
}

/// The place and all that is mounted below it a second time, not yet anywhere.
static int copy_of(int place) {
    return (int)syscall(CALL_OPEN_TREE, place, "", TREE_CLONE | TREE_CLOSE_ON_EXEC | EMPTY_PATH | RECURSIVE);
}

/// An empty directory that nobody may open.
static int empty_directory(void) {
    const int system = (int)syscall(CALL_FSOPEN, "tmpfs", 1u);
    if (system < 0) {
        return -1;
    }
    int tree = -1;
    if (syscall(CALL_FSCONFIG, system, SET_STRING, "mode", "0", 0) == 0 &&
        syscall(CALL_FSCONFIG, system, CREATE, NULL, NULL, 0) == 0) {
        tree = (int)syscall(CALL_FSMOUNT, system, 1u, LIFELESS);
    }
    const int failure = errno;
    close(system);
    errno = failure;
    return tree;
}

/// A device that can't be opened where devices are not allowed.
static int lifeless_device(void) {
    const int tree = (int)syscall(CALL_OPEN_TREE, AT_FDCWD, "/dev/null", TREE_CLONE | TREE_CLOSE_ON_EXEC);
    if (tree >= 0) {
        const int failure = change_attributes(tree, 0, LIFELESS, 0);
        if (failure != 0) {
            close(tree);
            errno = failure;
            return -1;
        }
    }
    return tree;
}

/// Lets what is mounted there be written to, as far as it could be before this view.
static int reopen(int tree) {
    const int failure = change_attributes(tree, RECURSIVE, 0, READ_ONLY);
    if (failure != EPERM) {
        return failure;
    }
    // Somebody has mounted read-only what lies below, or the place itself. That is to stay.
    const int own_failure = change_attributes(tree, 0, 0, READ_ONLY);
    return own_failure == EPERM ? 0 : own_failure;
}

static int mount_place(const heddle_place *place, int32_t flags) {
    const open_how how = {O_PATH | O_CLOEXEC | O_NOFOLLOW, 0, FOLLOW_NO_LINKS};
    const int target = (int)syscall(CALL_OPENAT2, AT_FDCWD, place->path, &how, sizeof how);
    if (target < 0) {
        return errno;
    }
    int tree = -1;
    int failure = 0;
    switch (place->kind) {
        case HEDDLE_PLACE_HIDDEN_FILE: tree = lifeless_device(); break;
        case HEDDLE_PLACE_HIDDEN_DIRECTORY: tree = empty_directory(); break;
        default: tree = copy_of(target);
    }
    if (tree < 0) {
        failure = errno;
    } else if (place->kind == HEDDLE_PLACE_READ_ONLY) {
        failure = change_attributes(tree, RECURSIVE, READ_ONLY, 0);
    } else if (place->kind == HEDDLE_PLACE_WRITABLE && (flags & HEDDLE_VIEW_READ_ONLY)) {
        failure = reopen(tree);
    }
    if (failure == 0) {
        failure = failure_of(syscall(CALL_MOVE_MOUNT, tree, "", target, "", MOVE_FROM_AND_TO_DESCRIPTORS));
    }
    if (tree >= 0) {
        close(tree);
    }
    close(target);
    return failure;
}

/// Makes the namespaces, as a superuser or in the user namespace.
static int make_namespaces(const heddle_view *view, int user_namespace, bool *is_stranger) {
    const int namespaces = CLONE_NEWNS | (view->flags & HEDDLE_VIEW_READ_ONLY ? CLONE_NEWIPC : 0);
    if (view->flags & HEDDLE_VIEW_KEEPS_SUPERUSER) {
        if (unshare(namespaces) == 0) {
            return 0;
        }
        if (errno != EPERM) {
            return errno;
        }
    }
    if (view->user_namespace < 0) {
        return EPERM;
    }
    if (setns(user_namespace, CLONE_NEWUSER) < 0) {
        return errno;
    }
    *is_stranger = true;
    return failure_of(unshare(namespaces));
}

int heddle_enter_view(const heddle_view *view, int user_namespace, bool *is_stranger) {
    if ((view->flags & HEDDLE_VIEW_OWN) == 0) {
        return 0;
    }
    int failure = make_namespaces(view, user_namespace, is_stranger);
    if (failure != 0) {
        return failure;
    }
    // What is mounted here is nobody else's business.
    if (mount(NULL, "/", NULL, MS_REC | MS_SLAVE, NULL) < 0) {
        return errno;
    }
    if (view->flags & HEDDLE_VIEW_READ_ONLY) {
        const mount_attributes attributes = {READ_ONLY, 0, 0, 0};
        failure = failure_of(
            syscall(CALL_MOUNT_SETATTR, AT_FDCWD, "/", RECURSIVE, &attributes, sizeof attributes));
    }
    for (size_t i = 0; i < view->place_count && failure == 0; i++) {
        failure = mount_place(&view->places[i], view->flags);
    }
    return failure;
}

#else

int heddle_enter_view(const heddle_view *view, int user_namespace, bool *is_stranger) {
    (void)user_namespace, (void)is_stranger;
    return view->flags & HEDDLE_VIEW_OWN ? ENOSYS : 0;
}

#endif
