#define _GNU_SOURCE

#include "CPlatform.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#if defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__))

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
static const uint32_t native_architecture = AUDIT_ARCH_X86_64;
#else
static const uint32_t native_architecture = AUDIT_ARCH_AARCH64;
#endif

/// System calls of this number and above are x86-64's second table, of which no rule below speaks.
static const uint32_t foreign_table = 0x40000000;

/// All flags of `clone` that make namespaces, and that of `unshare` for times.
static const uint32_t namespace_flags = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER |
                                        CLONE_NEWPID | CLONE_NEWNET;
static const uint32_t time_namespace_flag = 0x80;

/// The part of a socket's type that is not a flag.
static const uint32_t socket_type_mask = 0xF;

// MARK: - Always forbidden

static const uint16_t forbidden[] = {
    // Reaching into other processes.
    __NR_ptrace,
    __NR_process_vm_readv,
    __NR_process_vm_writev,
    __NR_kcmp,
    438,  // pidfd_getfd
    440,  // process_madvise
    // Mounts, roots and namespaces; file handles, which know no path.
    __NR_mount,
    __NR_umount2,
    __NR_pivot_root,
    __NR_chroot,
    __NR_setns,
    428,  // open_tree
    429,  // move_mount
    430,  // fsopen
    431,  // fsconfig
    432,  // fsmount
    433,  // fspick
    442,  // mount_setattr
    467,  // open_tree_attr
    __NR_open_by_handle_at,
    // Large interfaces of the kernel that programs rarely need.
    __NR_bpf,
    __NR_perf_event_open,
    __NR_userfaultfd,
    425,  // io_uring_setup
    426,  // io_uring_enter
    427,  // io_uring_register
    __NR_add_key,
    __NR_request_key,
    __NR_keyctl,
    __NR_fanotify_init,
    // The machine as a whole.
    __NR_init_module,
    __NR_finit_module,
    __NR_delete_module,
    __NR_kexec_load,
    __NR_kexec_file_load,
    __NR_reboot,
    __NR_swapon,
    __NR_swapoff,
    __NR_acct,
    __NR_quotactl,
    __NR_settimeofday,
    __NR_clock_settime,
    __NR_syslog,
    __NR_vhangup,
#if defined(__x86_64__)
    __NR_ioperm,
    __NR_iopl,
    __NR_modify_ldt,
#endif
};

/// Changes of what a file is said to be rather than of what is in it.
static const uint16_t metadata[] = {
#if defined(__x86_64__)
    __NR_chmod, __NR_chown, __NR_lchown, __NR_utime, __NR_utimes, __NR_futimesat,
#endif
    __NR_fchmod, __NR_fchmodat, __NR_fchown, __NR_fchownat, __NR_utimensat,
    __NR_setxattr, __NR_lsetxattr, __NR_fsetxattr, __NR_removexattr, __NR_lremovexattr, __NR_fremovexattr,
    452,  // fchmodat2
    463,  // setxattrat
    466,  // removexattrat
    469,  // file_setattr
};

// MARK: - Writing a program

typedef struct {
    struct sock_filter *instructions;
    size_t length;
    size_t capacity;
} program;

static void emit(program *p, uint16_t code, uint32_t k, uint8_t if_true, uint8_t if_false) {
    if (p->length < p->capacity) {
        p->instructions[p->length] = (struct sock_filter){code, if_true, if_false, k};
    }
    p->length++;
}

static void load(program *p, size_t offset) { emit(p, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0); }

static void load_number(program *p) { load(p, offsetof(struct seccomp_data, nr)); }

/// The lower half of an argument: what the kernel looks at where it takes an `int`.
static void load_argument(program *p, int index) {
    load(p, offsetof(struct seccomp_data, args) + (size_t)index * 8);
}

static void fail(program *p, int number) { emit(p, BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (uint32_t)number, 0, 0); }

static void allow(program *p) { emit(p, BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0); }

/// Goes on if the value equals `k`, else skips instructions.
static void unless_equal_skip(program *p, uint32_t k, uint8_t skipped) {
    emit(p, BPF_JMP | BPF_JEQ | BPF_K, k, 0, skipped);
}

static void if_equal_skip(program *p, uint32_t k, uint8_t skipped) {
    emit(p, BPF_JMP | BPF_JEQ | BPF_K, k, skipped, 0);
}

static void forbid(program *p, uint32_t number, int failure) {
    unless_equal_skip(p, number, 1);
    fail(p, failure);
}

/// Forbids a system call when its argument has any of the flags.
static void forbid_flags(program *p, uint32_t number, int argument, uint32_t flags) {
    unless_equal_skip(p, number, 4);
    load_argument(p, argument);
    emit(p, BPF_JMP | BPF_JSET | BPF_K, flags, 0, 1);
    fail(p, EPERM);
    allow(p);
}

// MARK: - The rules

static void check_architecture(program *p) {
    load(p, offsetof(struct seccomp_data, arch));
    if_equal_skip(p, native_architecture, 1);
    fail(p, EPERM);
    load_number(p);
    emit(p, BPF_JMP | BPF_JGE | BPF_K, foreign_table, 0, 1);
    fail(p, EPERM);
}

/// Making namespaces is making a place where the rules of this one may not hold. `clone3` keeps its flags where no
/// filter can look; programs take `clone` when it is not there.
static void restrict_namespaces(program *p) {
    forbid(p, 435, ENOSYS);
    forbid_flags(p, __NR_clone, 0, namespace_flags);
    forbid_flags(p, __NR_unshare, 0, namespace_flags | time_namespace_flag);
}

/// Typing on the terminal as if the user did.
static void restrict_terminals(program *p) {
    unless_equal_skip(p, __NR_ioctl, 5);
    load_argument(p, 1);
    if_equal_skip(p, TIOCSTI, 2);
    if_equal_skip(p, TIOCLINUX, 1);
    allow(p);
    fail(p, EPERM);
}

/// Limits of another process are not to be changed: the server could be starved. Reading them passes a null pointer.
static void restrict_limits(program *p) {
    unless_equal_skip(p, __NR_prlimit64, 8);
    load_argument(p, 0);
    if_equal_skip(p, 0, 5);
    load_argument(p, 2);
    unless_equal_skip(p, 0, 2);
    load(p, offsetof(struct seccomp_data, args) + 2 * 8 + 4);
    if_equal_skip(p, 0, 1);
    fail(p, EPERM);
    allow(p);
}

/// Only Unix sockets, and only such as can't send to anyone they are not connected to.
static void restrict_sockets(program *p, uint32_t number) {
    unless_equal_skip(p, number, 8);
    load_argument(p, 0);
    unless_equal_skip(p, AF_UNIX, 5);
    load_argument(p, 1);
    emit(p, BPF_ALU | BPF_AND | BPF_K, socket_type_mask, 0, 0);
    if_equal_skip(p, SOCK_STREAM, 1);
    unless_equal_skip(p, SOCK_SEQPACKET, 1);
    allow(p);
    fail(p, EPERM);
}

size_t heddle_filter_build(int32_t flags, void *filter, size_t capacity) {
    program p = {filter, 0, capacity / sizeof(struct sock_filter)};
    check_architecture(&p);
    for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++) {
        forbid(&p, forbidden[i], EPERM);
    }
    if (flags & HEDDLE_FILTER_METADATA) {
        for (size_t i = 0; i < sizeof metadata / sizeof *metadata; i++) {
            forbid(&p, metadata[i], EPERM);
        }
    }
    restrict_namespaces(&p);
    restrict_terminals(&p);
    restrict_limits(&p);
    if (flags & HEDDLE_FILTER_NETWORK) {
        forbid(&p, __NR_connect, EPERM);
        restrict_sockets(&p, __NR_socket);
        restrict_sockets(&p, __NR_socketpair);
    }
    allow(&p);
    return p.length <= p.capacity ? p.length * sizeof(struct sock_filter) : 0;
}

#else

size_t heddle_filter_build(int32_t flags, void *filter, size_t capacity) {
    (void)flags, (void)filter, (void)capacity;
    return 0;
}

#endif

#if defined(__linux__)

int heddle_memory_file(const char *name, const void *bytes, size_t length) {
    int file = memfd_create(name, MFD_CLOEXEC);
    if (file < 0) {
        return -errno;
    }
    size_t written = 0;
    while (written < length) {
        ssize_t count = write(file, (const char *)bytes + written, length - written);
        if (count < 0 && errno != EINTR) {
            int failure = errno;
            close(file);
            return -failure;
        }
        written += count > 0 ? (size_t)count : 0;
    }
    lseek(file, 0, SEEK_SET);
    return file;
}

#else

int heddle_memory_file(const char *name, const void *bytes, size_t length) {
    (void)name, (void)bytes, (void)length;
    return -ENOSYS;
}

#endif
