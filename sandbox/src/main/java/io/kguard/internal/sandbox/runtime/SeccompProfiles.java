// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.kguard.workload.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** System call filters. */
final class SeccompProfiles {
    /** The system calls that runtimes refuse by default, by the capability that allows them. */
    private static final Map<String, List<String>> REFUSED = Map.of(
            "SYS_ADMIN",
                    List.of(
                            "bpf",
                            "fanotify_init",
                            "fsconfig",
                            "fsmount",
                            "fsopen",
                            "fspick",
                            "lookup_dcookie",
                            "mount",
                            "mount_setattr",
                            "move_mount",
                            "open_tree",
                            "perf_event_open",
                            "quotactl",
                            "quotactl_fd",
                            "setdomainname",
                            "sethostname",
                            "setns",
                            "umount",
                            "umount2",
                            "unshare"),
            "SYS_BOOT", List.of("reboot", "kexec_load", "kexec_file_load"),
            "SYS_MODULE", List.of("delete_module", "finit_module", "init_module"),
            "SYS_PACCT", List.of("acct"),
            "SYS_PTRACE", List.of("kcmp", "pidfd_getfd", "process_madvise", "process_vm_readv", "process_vm_writev"),
            "SYS_RAWIO", List.of("ioperm", "iopl"),
            "SYS_TIME", List.of("clock_adjtime", "clock_settime", "settimeofday", "stime"),
            "SYS_NICE", List.of("get_mempolicy", "mbind", "set_mempolicy"),
            "SYSLOG", List.of("syslog"),
            "SYS_TTY_CONFIG", List.of("vhangup"));

    private static final List<String> ALWAYS_REFUSED = List.of(
            "add_key",
            "keyctl",
            "request_key",
            "io_uring_enter",
            "io_uring_register",
            "io_uring_setup",
            "move_pages",
            "nfsservctl",
            "personality",
            "pivot_root",
            "swapoff",
            "swapon",
            "sysfs",
            "_sysctl",
            "userfaultfd",
            "ustat",
            "vm86",
            "vm86old",
            "create_module",
            "get_kernel_syms",
            "query_module",
            "uselib");

    private static final int EPERM = 1;

    private SeccompProfiles() {}

    /** The default profile of container runtimes, for a container with these capabilities. */
    static Map<String, Object> runtimeDefault(Set<String> capabilities) {
        List<String> refused = new ArrayList<>(ALWAYS_REFUSED);
        REFUSED.forEach((capability, calls) -> {
            if (!capabilities.contains(capability)) {
                refused.addAll(calls);
            }
        });
        return Json.object(
                "defaultAction",
                "SCMP_ACT_ALLOW",
                "syscalls",
                List.of(Json.object("names", refused, "action", "SCMP_ACT_ERRNO", "errnoRet", EPERM)));
    }
}
