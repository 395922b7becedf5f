#include "CPlatform.h"

#include <errno.h>
#include <fcntl.h>

#if defined(__linux__)

#include <sys/syscall.h>
#include <unistd.h>

// The same on every architecture; older headers do not name them.
#ifndef __NR_landlock_create_ruleset
#define __NR_landlock_create_ruleset 444
#define __NR_landlock_add_rule 445
#endif

/// LANDLOCK_CREATE_RULESET_VERSION: ask for the version instead of making anything.
static const unsigned int ask_version = 1;

/// LANDLOCK_RULE_PATH_BENEATH.
static const unsigned int path_beneath = 1;

/// As the kernel declares it since version 6 of the interface; before, the struct ends earlier.
typedef struct {
    uint64_t handled_access_fs;
    uint64_t handled_access_net;  // Since version 4.
    uint64_t scoped;              // Since version 6.
} ruleset_attributes;

typedef struct {
    uint64_t allowed_access;
    int32_t parent_fd;
} __attribute__((packed)) path_attributes;

int heddle_landlock_version(void) {
    long version = syscall(__NR_landlock_create_ruleset, (void *)0, 0ul, ask_version);
    return version < 0 ? -errno : (int)version;
}

int heddle_landlock_create(int32_t version, uint64_t file_rights, uint64_t scopes) {
    const ruleset_attributes attributes = {file_rights, 0, version >= 6 ? scopes : 0};
    const size_t size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
    long ruleset = syscall(__NR_landlock_create_ruleset, &attributes, size, 0u);
    return ruleset < 0 ? -errno : (int)ruleset;
}

int heddle_landlock_allow(int ruleset, int place, uint64_t file_rights) {
    const path_attributes attributes = {file_rights, place};
    return syscall(__NR_landlock_add_rule, ruleset, path_beneath, &attributes, 0u) < 0 ? -errno : 0;
}

int heddle_open_path_flag(void) { return 010000000; }

#else

int heddle_landlock_version(void) { return -ENOSYS; }

int heddle_landlock_create(int32_t version, uint64_t file_rights, uint64_t scopes) {
    (void)version, (void)file_rights, (void)scopes;
    return -ENOSYS;
}

int heddle_landlock_allow(int ruleset, int place, uint64_t file_rights) {
    (void)ruleset, (void)place, (void)file_rights;
    return -ENOSYS;
}

int heddle_open_path_flag(void) { return 0; }

#endif
