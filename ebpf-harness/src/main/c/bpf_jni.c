// SPDX-License-Identifier: Apache-2.0
/* Implements io.kguard.internal.sensor.Bpf with libbpf and a few system calls. It checks and parses nothing: Java
 * has checked its arguments. A function that fails returns -errno, from which Java makes its message. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <jni.h>
#include <linux/mount.h>
#include <linux/perf_event.h>
#include <linux/types.h>
#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "../bpf/lib/record.h"
#include "types.h"

/* libbpf's messages while an object is loaded: its warnings and the verifier's log. Only the last bytes are kept. */
static pthread_mutex_t log_lock = PTHREAD_MUTEX_INITIALIZER;
static char log_text[1 << 18];
static size_t log_length;

static int collect_log(enum libbpf_print_level level, const char *format, va_list arguments) {
    if (level == LIBBPF_DEBUG) {
        return 0;
    }
    char *message = NULL;
    int length = vasprintf(&message, format, arguments);
    if (length < 0) {
        return 0;
    }
    size_t size = (size_t)length;
    const char *from = message;
    if (size > sizeof(log_text)) {
        from += size - sizeof(log_text);
        size = sizeof(log_text);
    }
    pthread_mutex_lock(&log_lock);
    if (size > sizeof(log_text) - log_length) {
        size_t dropped = size - (sizeof(log_text) - log_length);
        memmove(log_text, log_text + dropped, log_length - dropped);
        log_length -= dropped;
    }
    memcpy(log_text + log_length, from, size);
    log_length += size;
    pthread_mutex_unlock(&log_lock);
    free(message);
    return length;
}

static jbyteArray take_log(JNIEnv *env, jclass class) {
    (void)class;
    pthread_mutex_lock(&log_lock);
    jbyteArray bytes = (*env)->NewByteArray(env, (jsize)log_length);
    if (bytes) {
        (*env)->SetByteArrayRegion(env, bytes, 0, (jsize)log_length, (const jbyte *)log_text);
        log_length = 0;
    }
    pthread_mutex_unlock(&log_lock);
    return bytes;
}

static void *address(JNIEnv *env, jobject buffer) {
    return buffer ? (*env)->GetDirectBufferAddress(env, buffer) : NULL;
}

static jlong open_object(JNIEnv *env, jclass class, jobject image) {
    (void)class;
    LIBBPF_OPTS(bpf_object_open_opts, options, .object_name = "kguard", .btf_custom_path = types_path());
    size_t size = (size_t)(*env)->GetDirectBufferCapacity(env, image);
    struct bpf_object *object = bpf_object__open_mem(address(env, image), size, &options);
    if (!object) {
        return -errno;
    }
    int failure = options.btf_custom_path ? find_types(object) : 0;
    if (failure) {
        bpf_object__close(object);
        return failure;
    }
    return (jlong)(intptr_t)object;
}

static jint load_object(JNIEnv *env, jclass class, jlong object) {
    (void)env, (void)class;
    return bpf_object__load((struct bpf_object *)(intptr_t)object);
}

/* Makes an object that is not loaded yet use the maps of one that is. */
static jint share_maps(JNIEnv *env, jclass class, jlong object, jlong loaded) {
    (void)env, (void)class;
    struct bpf_map *map;
    bpf_object__for_each_map(map, (struct bpf_object *)(intptr_t)loaded) {
        struct bpf_map *other = bpf_object__find_map_by_name((struct bpf_object *)(intptr_t)object, bpf_map__name(map));
        int failure = other ? bpf_map__reuse_fd(other, bpf_map__fd(map)) : -ENOENT;
        if (failure) {
            return failure;
        }
    }
    return 0;
}

static void close_object(JNIEnv *env, jclass class, jlong object) {
    (void)env, (void)class;
    bpf_object__close((struct bpf_object *)(intptr_t)object);
}

static struct bpf_map *find_map(JNIEnv *env, jlong object, jstring name) {
    const char *chars = (*env)->GetStringUTFChars(env, name, NULL);
    if (!chars) {
        return NULL;
    }
    struct bpf_map *map = bpf_object__find_map_by_name((struct bpf_object *)(intptr_t)object, chars);
    (*env)->ReleaseStringUTFChars(env, name, chars);
    return map;
}

static struct bpf_program *find_program(JNIEnv *env, jlong object, jstring name) {
    const char *chars = (*env)->GetStringUTFChars(env, name, NULL);
    if (!chars) {
        return NULL;
    }
    struct bpf_program *program = bpf_object__find_program_by_name((struct bpf_object *)(intptr_t)object, chars);
    (*env)->ReleaseStringUTFChars(env, name, chars);
    return program;
}

static jint set_max_entries(JNIEnv *env, jclass class, jlong object, jstring name, jint entries) {
    (void)class;
    struct bpf_map *map = find_map(env, object, name);
    return map ? bpf_map__set_max_entries(map, (uint32_t)entries) : -ENOENT;
}

static jint set_autoload(JNIEnv *env, jclass class, jlong object, jstring name, jboolean wanted) {
    (void)class;
    struct bpf_program *program = find_program(env, object, name);
    return program ? bpf_program__set_autoload(program, wanted) : -ENOENT;
}

/* The memory of a map of global variables: initial values before loading, current values afterwards. */
static jobject variables(JNIEnv *env, jclass class, jlong object, jstring name) {
    (void)class;
    size_t size = 0;
    struct bpf_map *map = find_map(env, object, name);
    void *memory = map ? bpf_map__initial_value(map, &size) : NULL;
    return memory ? (*env)->NewDirectByteBuffer(env, memory, (jlong)size) : NULL;
}

static jint map_fd(JNIEnv *env, jclass class, jlong object, jstring name) {
    (void)class;
    struct bpf_map *map = find_map(env, object, name);
    return map ? bpf_map__fd(map) : -ENOENT;
}

static jint program_fd(JNIEnv *env, jclass class, jlong object, jstring name) {
    (void)class;
    struct bpf_program *program = find_program(env, object, name);
    return program ? bpf_program__fd(program) : -ENOENT;
}

static jlong missed_runs(JNIEnv *env, jclass class, jlong object, jstring name) {
    (void)class;
    struct bpf_program *program = find_program(env, object, name);
    struct bpf_prog_info info = {0};
    __u32 size = sizeof(info);
    if (!program) {
        return -ENOENT;
    }
    return bpf_obj_get_info_by_fd(bpf_program__fd(program), &info, &size) ? -errno : (jlong)info.recursion_misses;
}

/* As if the program were declared so: for kernels that stop programs of the other type. */
static jint use_plain_tracepoint(JNIEnv *env, jclass class, jlong object, jstring name) {
    (void)class;
    struct bpf_program *program = find_program(env, object, name);
    return program ? bpf_program__set_type(program, BPF_PROG_TYPE_TRACEPOINT) : -ENOENT;
}

/* A tracefs that is mounted nowhere, so that the machine need not have one. Returns a descriptor, or -1. */
static int open_tracefs(void) {
    int context = syscall(SYS_fsopen, "tracefs", FSOPEN_CLOEXEC);
    if (context < 0) {
        return -1;
    }
    int mount = syscall(SYS_fsconfig, context, FSCONFIG_CMD_CREATE, NULL, NULL, 0);
    if (mount == 0) {
        mount = syscall(SYS_fsmount, context, FSMOUNT_CLOEXEC, 0);
    }
    int error = errno;
    close(context);
    errno = error;
    return mount;
}

/* The kernel's number of a tracepoint, or -1. */
static long tracepoint_number(const char *name) {
    char text[64];
    int mount = open_tracefs();
    if (mount < 0) {
        return -1;
    }
    const char *system = strncmp(name, "sys_", 4) == 0 ? "raw_syscalls" : "sched";
    snprintf(text, sizeof(text), "events/%s/%s/id", system, name);
    int file = openat(mount, text, O_RDONLY | O_CLOEXEC);
    ssize_t length = file < 0 ? -1 : read(file, text, sizeof(text) - 1);
    int error = errno;
    if (file >= 0) {
        close(file);
    }
    close(mount);
    errno = error;
    if (length <= 0) {
        return -1;
    }
    text[length] = 0;
    return atol(text);
}

static struct bpf_link *attach_plain(const struct bpf_program *program) {
    const char *slash = strchr(bpf_program__section_name(program), '/');
    long number = tracepoint_number(slash ? slash + 1 : "");
    if (number < 0) {
        return NULL;
    }
    struct perf_event_attr event = {
        .type = PERF_TYPE_TRACEPOINT, .size = sizeof(event), .config = (unsigned long)number};
    /* The event is of one processor, and its program runs on all. */
    int fd = syscall(SYS_perf_event_open, &event, -1, 0, -1, PERF_FLAG_FD_CLOEXEC);
    if (fd < 0) {
        return NULL;
    }
    struct bpf_link *link = bpf_program__attach_perf_event(program, fd);
    if (!link) {
        int error = errno;
        close(fd);
        errno = error;
    }
    return link;
}

static struct bpf_link *attach_program(const struct bpf_program *program) {
    return bpf_program__type(program) == BPF_PROG_TYPE_TRACEPOINT ? attach_plain(program)
                                                                  : bpf_program__attach(program);
}

static jlong attach(JNIEnv *env, jclass class, jlong object, jstring name) {
    (void)class;
    struct bpf_program *program = find_program(env, object, name);
    struct bpf_link *link = program ? attach_program(program) : NULL;
    return link ? (jlong)(intptr_t)link : program ? -errno : -ENOENT;
}

static void detach(JNIEnv *env, jclass class, jlong link) {
    (void)env, (void)class;
    bpf_link__destroy((struct bpf_link *)(intptr_t)link);
}

static jint update_map(JNIEnv *env, jclass class, jint fd, jobject key, jobject value) {
    (void)class;
    return bpf_map_update_elem(fd, address(env, key), address(env, value), BPF_ANY);
}

static jint delete_from_map(JNIEnv *env, jclass class, jint fd, jobject key) {
    (void)class;
    return bpf_map_delete_elem(fd, address(env, key));
}

static jint run_program(JNIEnv *env, jclass class, jint fd, jobject context) {
    (void)class;
    LIBBPF_OPTS(bpf_test_run_opts, options, .ctx_in = address(env, context),
                .ctx_size_in = (__u32)(*env)->GetDirectBufferCapacity(env, context));
    int failure = bpf_prog_test_run_opts(fd, &options);
    return failure ? failure : (jint)options.retval;
}

static jobject map_memory(JNIEnv *env, jclass class, jint fd, jlong offset, jlong length, jboolean writable) {
    (void)class;
    void *memory = mmap(NULL, (size_t)length, writable ? PROT_READ | PROT_WRITE : PROT_READ, MAP_SHARED, fd, offset);
    return memory == MAP_FAILED ? NULL : (*env)->NewDirectByteBuffer(env, memory, length);
}

static void unmap_memory(JNIEnv *env, jclass class, jobject buffer) {
    (void)class;
    munmap(address(env, buffer), (size_t)(*env)->GetDirectBufferCapacity(env, buffer));
}

static jint new_wakeup(JNIEnv *env, jclass class) {
    (void)env, (void)class;
    int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    return fd < 0 ? -errno : fd;
}

static void wake(JNIEnv *env, jclass class, jint fd) {
    (void)env, (void)class;
    eventfd_write(fd, 1);
}

/* Waits until the ring buffer wakes its reader, wake() is called, or the timeout has passed. */
static jint wait_for(JNIEnv *env, jclass class, jint ring, jint wakeup, jint timeout_millis) {
    (void)env, (void)class;
    struct pollfd fds[2] = {{.fd = ring, .events = POLLIN}, {.fd = wakeup, .events = POLLIN}};
    int ready = poll(fds, 2, timeout_millis);
    return ready < 0 && errno != EINTR ? -errno : 0;
}

static jint open_process(JNIEnv *env, jclass class, jint pid, jint flags) {
    (void)env, (void)class;
    int fd = (int)syscall(SYS_pidfd_open, pid, flags);
    return fd < 0 ? -errno : fd;
}

static void close_fd(JNIEnv *env, jclass class, jint fd) {
    (void)env, (void)class;
    close(fd);
}

/* Nanoseconds between the epoch and the start of the boot clock, from the closest of several readings of both. */
static jlong boot_time(JNIEnv *env, jclass class) {
    (void)env, (void)class;
    int64_t best = INT64_MAX;
    int64_t result = 0;
    for (int i = 0; i < 10; i++) {
        struct timespec before, real, after;
        clock_gettime(CLOCK_BOOTTIME, &before);
        clock_gettime(CLOCK_REALTIME, &real);
        clock_gettime(CLOCK_BOOTTIME, &after);
        int64_t from = before.tv_sec * 1000000000LL + before.tv_nsec;
        int64_t to = after.tv_sec * 1000000000LL + after.tv_nsec;
        if (to - from < best) {
            best = to - from;
            result = real.tv_sec * 1000000000LL + real.tv_nsec - (from + to) / 2;
        }
    }
    return result;
}

/* Sizes and offsets that Java reads, in the order of Java's Layout. */
static jintArray layout(JNIEnv *env, jclass class) {
    (void)class;
    const jint values[] = {
        sizeof(struct record_header),
        offsetof(struct record_header, simulation),
        offsetof(struct record_header, cpu),
        offsetof(struct record_header, flags),
        sizeof(struct event_header),
        SHIFTED_IDS,
        OWN_IDS,
        (jint)HIGH_IDS,
        sizeof(struct simulation),
        offsetof(struct simulation, losses),
        offsetof(struct simulation, lost_codes),
        offsetof(struct simulation, selected_codes),
        offsetof(struct simulation, data_codes),
        MAX_SIMULATIONS,
        EVENT_CODES,
        sizeof(struct call),
        offsetof(struct call, enter_code),
        offsetof(struct call, sc),
        offsetof(struct call, family),
        offsetof(struct call, params),
        offsetof(struct call, enter_params),
        offsetof(struct call, flags),
        offsetof(struct call, watch),
        offsetof(struct call, base),
        offsetof(struct call, taken),
        MAX_CALLS,
        offsetof(struct settings, boot_time),
        offsetof(struct settings, wake_bytes),
        offsetof(struct settings, snap_length),
        offsetof(struct settings, key),
        offsetof(struct settings, calls),
        offsetof(struct settings, calls_32bit),
        offsetof(struct settings, socket_calls),
        CALL_DIFFERS,
        sizeof(struct settings),
        FAMILIES,
        LOSS_CAUSES,
        sizeof(struct blind_spot),
        offsetof(struct blind_spot, detail),
        offsetof(struct blind_spot, pid),
        offsetof(struct blind_spot, target),
        offsetof(struct blind_spot, comm),
        offsetof(struct blind_spot, target_comm),
        offsetof(struct blind_spot, text),
        offsetof(struct received, fd),
        offsetof(struct received, inode),
        offsetof(struct received, address),
        offsetof(struct received, mode),
        offsetof(struct received, device),
        offsetof(struct received, flags),
        offsetof(struct received, length),
        sizeof(struct received),
        BLIND_CAUSES,
    };
    jsize count = sizeof(values) / sizeof(values[0]);
    jintArray array = (*env)->NewIntArray(env, count);
    if (array) {
        (*env)->SetIntArrayRegion(env, array, 0, count, values);
    }
    return array;
}

#define BUFFER "Ljava/nio/ByteBuffer;"
#define STRING "Ljava/lang/String;"

static const JNINativeMethod methods[] = {
    {"takeLog", "()[B", take_log},
    {"openObject", "(" BUFFER ")J", open_object},
    {"loadObject", "(J)I", load_object},
    {"shareMaps", "(JJ)I", share_maps},
    {"closeObject", "(J)V", close_object},
    {"setMaxEntries", "(J" STRING "I)I", set_max_entries},
    {"setAutoload", "(J" STRING "Z)I", set_autoload},
    {"variables", "(J" STRING ")" BUFFER, variables},
    {"mapFd", "(J" STRING ")I", map_fd},
    {"programFd", "(J" STRING ")I", program_fd},
    {"usePlainTracepoint", "(J" STRING ")I", use_plain_tracepoint},
    {"missedRuns", "(J" STRING ")J", missed_runs},
    {"attach", "(J" STRING ")J", attach},
    {"detach", "(J)V", detach},
    {"updateMap", "(I" BUFFER BUFFER ")I", update_map},
    {"deleteFromMap", "(I" BUFFER ")I", delete_from_map},
    {"runProgram", "(I" BUFFER ")I", run_program},
    {"mapMemory", "(IJJZ)" BUFFER, map_memory},
    {"unmapMemory", "(" BUFFER ")V", unmap_memory},
    {"newWakeup", "()I", new_wakeup},
    {"wake", "(I)V", wake},
    {"waitFor", "(III)I", wait_for},
    {"openProcess", "(II)I", open_process},
    {"closeFd", "(I)V", close_fd},
    {"bootTime", "()J", boot_time},
    {"layout", "()[I", layout},
};

JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM *vm, void *reserved) {
    (void)reserved;
    JNIEnv *env = NULL;
    if ((*vm)->GetEnv(vm, (void **)&env, JNI_VERSION_1_8) != JNI_OK) {
        return JNI_ERR;
    }
    jclass class = (*env)->FindClass(env, "io/kguard/internal/sensor/Bpf");
    if (!class || (*env)->RegisterNatives(env, class, methods, sizeof(methods) / sizeof(methods[0])) != JNI_OK) {
        return JNI_ERR;
    }
    libbpf_set_print(collect_log);
    return JNI_VERSION_1_8;
}
