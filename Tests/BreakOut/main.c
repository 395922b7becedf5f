// A program that tries one thing that a sandbox should forbid, and says how it went: "done", with what it read if it
// read something, or "errno N". Tests run it inside of a sandbox; see `SandboxTests`.

#define _GNU_SOURCE

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <termios.h>
#include <unistd.h>

static int failed(void) {
    printf("errno %d\n", errno);
    return 0;
}

static int done(long result) {
    if (result < 0) {
        return failed();
    }
    puts("done");
    return 0;
}

/// Opens and writes or reads a few bytes.
static int use_file(const char *path, int flags) {
    int file = open(path, flags | O_CLOEXEC, 0600);
    if (file < 0) {
        return failed();
    }
    if ((flags & O_ACCMODE) != O_RDONLY) {
        return done(write(file, "x", 1));
    }
    char text[200];
    ssize_t length = read(file, text, sizeof text);
    if (length < 0) {
        return failed();
    }
    printf("done ");
    fwrite(text, 1, (size_t)length, stdout);
    return 0;
}

static int list(const char *path) {
    DIR *directory = opendir(path);
    if (directory == NULL) {
        return failed();
    }
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        if (entry->d_name[0] != '.') {
            puts("done");
            return 0;
        }
    }
    puts("empty");
    return 0;
}

static int connect_unix(const char *name, int is_abstract, int type) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strncpy(address.sun_path + is_abstract, name, sizeof address.sun_path - 2);
    socklen_t length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + is_abstract + strlen(name));
    int s = socket(AF_UNIX, type, 0);
    if (s < 0) {
        return failed();
    }
    if (type == SOCK_DGRAM) {
        return done(sendto(s, "x", 1, 0, (struct sockaddr *)&address, length));
    }
    return done(connect(s, (struct sockaddr *)&address, length));
}

static int connect_port(int port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int s = socket(AF_INET, SOCK_STREAM, 0);
    return s < 0 ? failed() : done(connect(s, (struct sockaddr *)&address, sizeof address));
}

/// A Unix socket that is bound, listened to, connected to and accepted by this process alone.
static int talk_to_self(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strncpy(address.sun_path, path, sizeof address.sun_path - 1);
    int server = socket(AF_UNIX, SOCK_STREAM, 0);
    int client = socket(AF_UNIX, SOCK_STREAM, 0);
    if (server < 0 || client < 0 || bind(server, (struct sockaddr *)&address, sizeof address) < 0 ||
        listen(server, 1) < 0 || connect(client, (struct sockaddr *)&address, sizeof address) < 0) {
        return failed();
    }
    return done(accept(server, NULL, NULL));
}

static int read_memory(pid_t pid) {
    char text[8];
    struct iovec here = {text, sizeof text}, there = {(void *)0x400000, sizeof text};
    return done(syscall(SYS_process_vm_readv, pid, &here, 1UL, &there, 1UL, 0UL));
}

static int change_limit(pid_t pid) {
    struct rlimit limit = {64, 64};
    return done(prlimit(pid, RLIMIT_NOFILE, &limit, NULL));
}

static int steal_descriptor(pid_t pid, int number) {
    int process = (int)syscall(SYS_pidfd_open, pid, 0);
    return process < 0 ? failed() : done(syscall(438, process, number, 0));
}

/// Every system call that is forbidden whatever its arguments: the names of those that gave another answer than EPERM.
static int call_forbidden(void) {
    static const struct {
        const char *name;
        long number;
    } calls[] = {
        {"ptrace", SYS_ptrace}, {"process_vm_readv", SYS_process_vm_readv},
        {"process_vm_writev", SYS_process_vm_writev}, {"kcmp", SYS_kcmp}, {"pidfd_getfd", 438},
        {"process_madvise", 440}, {"mount", SYS_mount}, {"umount2", SYS_umount2}, {"pivot_root", SYS_pivot_root},
        {"chroot", SYS_chroot}, {"setns", SYS_setns}, {"open_tree", 428}, {"move_mount", 429}, {"fsopen", 430},
        {"fsconfig", 431}, {"fsmount", 432}, {"fspick", 433}, {"mount_setattr", 442},
        {"open_by_handle_at", SYS_open_by_handle_at}, {"bpf", SYS_bpf}, {"perf_event_open", SYS_perf_event_open},
        {"userfaultfd", SYS_userfaultfd}, {"io_uring_setup", 425}, {"io_uring_enter", 426},
        {"io_uring_register", 427}, {"add_key", SYS_add_key}, {"request_key", SYS_request_key},
        {"keyctl", SYS_keyctl}, {"init_module", SYS_init_module}, {"finit_module", SYS_finit_module},
        {"delete_module", SYS_delete_module}, {"kexec_load", SYS_kexec_load}, {"reboot", SYS_reboot},
        {"swapon", SYS_swapon}, {"swapoff", SYS_swapoff}, {"acct", SYS_acct}, {"syslog", SYS_syslog},
    };
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        // Arguments that are wrong everywhere: nothing happens even if the call gets through.
        if (syscall(calls[i].number, -1L, -1L, -1L, -1L, -1L, -1L) >= 0 || errno != EPERM) {
            printf("%s ", calls[i].name);
        }
    }
    puts("checked");
    return 0;
}

/// Runs a program, adopts what it leaves behind, says how many of these still lived when it ended, and waits until none
/// does.
static int adopt(char **program) {
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    pid_t child = fork();
    if (child == 0) {
        execv(program[0], program);
        _exit(127);
    }
    int status, left = 0;
    while (waitpid(child, &status, 0) < 0) {
    }
    char path[64], list[65536];
    snprintf(path, sizeof path, "/proc/self/task/%d/children", getpid());
    int file = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t length = file < 0 ? 0 : read(file, list, sizeof list - 1);
    for (ssize_t i = 0; i < length; i++) {
        left += list[i] == ' ';
    }
    printf("left %d\n", left);
    fflush(stdout);
    while (waitpid(-1, &status, 0) > 0 || errno == EINTR) {
    }
    puts("gone");
    return 0;
}

#if defined(__x86_64__)
/// `getpid` in the table of 32-bit programs, where the number means something else than in ours.
static int call_other_table(void) {
    long result;
    __asm__ volatile("int $0x80" : "=a"(result) : "a"(20) : "r8", "r9", "r10", "r11", "memory");
    errno = (int)-result;
    return result < 0 ? failed() : done(result);
}
#endif

int main(int count, char **arguments) {
    const char *attempt = count > 1 ? arguments[1] : "";
    const char *a = count > 2 ? arguments[2] : "";
    const char *b = count > 3 ? arguments[3] : "";
#define IS(name) (strcmp(attempt, name) == 0)
    if (IS("read")) return use_file(a, O_RDONLY);
    if (IS("write")) return use_file(a, O_WRONLY | O_CREAT | O_APPEND);
    if (IS("replace")) return use_file(a, O_RDONLY | O_TRUNC);
    if (IS("truncate")) return done(truncate(a, 0));
    if (IS("open")) return done(open(a, O_WRONLY));
    if (IS("list")) return list(a);
    if (IS("mkdir")) return done(mkdir(a, 0700));
    if (IS("rmdir")) return done(rmdir(a));
    if (IS("unlink")) return done(unlink(a));
    if (IS("rename")) return done(rename(a, b));
    if (IS("link")) return done(link(a, b));
    if (IS("symlink")) return done(symlink(a, b));
    if (IS("mknod")) return done(mknod(a, S_IFBLK | 0600, 0xFE00));
    if (IS("chmod")) return done(chmod(a, 0777));
    if (IS("utime")) return done(utimensat(AT_FDCWD, a, NULL, 0));
    if (IS("setxattr")) return done(setxattr(a, "user.x", "x", 1, 0));
    if (IS("bind-mount")) return done(mount(a, b, NULL, MS_BIND, NULL));
    if (IS("remount")) return done(mount(NULL, a, NULL, MS_REMOUNT | MS_BIND, NULL));
    if (IS("unmount")) return done(umount2(a, MNT_DETACH));
    if (IS("user-namespace")) return done(unshare(CLONE_NEWUSER));
    if (IS("clone-namespace")) return done(syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0));
    if (IS("clone3")) return done(syscall(435, NULL, 0));
    if (IS("ptrace")) return done(ptrace(PTRACE_SEIZE, atoi(a), NULL, NULL));
    if (IS("memory")) return read_memory(atoi(a));
    if (IS("steal")) return steal_descriptor(atoi(a), atoi(b));
    if (IS("kill")) return done(kill(atoi(a), SIGKILL));
    if (IS("limit")) return change_limit(atoi(a));
    if (IS("own-limit")) return change_limit(0);
    if (IS("socket")) return done(socket(atoi(a), SOCK_STREAM, 0));
    if (IS("port")) return connect_port(atoi(a));
    if (IS("abstract")) return connect_unix(a, 1, SOCK_STREAM);
    if (IS("unix")) return connect_unix(a, 0, SOCK_STREAM);
    if (IS("datagram")) return connect_unix(a, 0, SOCK_DGRAM);
    if (IS("self")) return talk_to_self(a);
    if (IS("pair")) {
        int pair[2];
        return done(socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
    }
    if (IS("type")) return done(ioctl(STDIN_FILENO, TIOCSTI, "x"));
    if (IS("adopt")) return adopt(arguments + 2);
    if (IS("forbidden")) return call_forbidden();
#if defined(__x86_64__)
    if (IS("other-table")) return call_other_table();
#endif
    fprintf(stderr, "unknown attempt `%s`\n", attempt);
    return 2;
}
