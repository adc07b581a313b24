// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.vm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How QEMU is called.
 *
 * @param program QEMU
 * @param machine what it plays
 * @param hardware whether the machine's processor runs the guest (KVM); else QEMU plays the processor, too
 * @param limits what the guest may use
 */
record Emulator(Path program, GuestMachine machine, boolean hardware, Guest.Limits limits) {
    private static final int MOST_PROCESSORS = 4;

    /**
     * What QEMU is started by. It ends with this JVM, however that ends: then the shell's standard input ends, and what reads it
     * kills QEMU, which took the shell's place.
     */
    private static final String WATCHED =
            "exec 3<&0; (cat <&3; [ \"$(readlink /proc/$$/exe)\" = \"$(readlink -f \"$1\")\" ] && kill -9 $$) >/dev/null 2>&1 &"
                    + " exec \"$@\" 3<&- </dev/null";

    /** The files that a guest is made of, all in one folder. */
    record Disks(Path folder) {
        Path initramfs() {
            return folder.resolve("initramfs");
        }

        Path files() {
            return folder.resolve("files");
        }

        Path scratch() {
            return folder.resolve("scratch");
        }

        Path results() {
            return folder.resolve("results");
        }
    }

    /**
     * The command that starts a guest. Its console is QEMU's standard output. What its command prints is QEMU's standard error, as
     * QEMU's own messages are.
     */
    List<String> command(GuestKernel kernel, Disks disks, String append) {
        List<String> words = new ArrayList<>(
                List.of("sh", "-c", WATCHED, "sh", program.toAbsolutePath().toString()));
        words.addAll(List.of("-nodefaults", "-no-user-config", "-display", "none", "-no-reboot"));
        words.addAll(List.of("-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny"));
        words.addAll(List.of("-machine", machine.board(), "-m", Integer.toString(limits.memoryMiB())));
        if (hardware) {
            int processors = Math.max(
                    limits.processors(), Math.min(Runtime.getRuntime().availableProcessors(), MOST_PROCESSORS));
            words.addAll(List.of("-accel", "kvm", "-cpu", "host", "-smp", Integer.toString(processors)));
        } else if (limits.processors() > 1) {
            // Really at the same time, each in a thread of QEMU. Then nothing can count instructions
            words.addAll(List.of("-accel", "tcg,thread=multi", "-cpu", "max"));
            words.addAll(List.of("-smp", Integer.toString(limits.processors())));
        } else {
            // The guest's clock counts instructions. So it is as slow as the guest, and no limit of time is reached too
            // early.
            words.addAll(List.of("-accel", "tcg", "-cpu", "max", "-smp", "1", "-icount", "shift=0"));
        }
        words.addAll(List.of(
                "-kernel",
                kernel.image().toAbsolutePath().toString(),
                "-initrd",
                disks.initramfs().toAbsolutePath().toString()));
        words.addAll(List.of("-append", "console=" + machine.console() + " panic=-1 loglevel=4 " + append));
        words.addAll(List.of("-serial", "stdio", "-device", "virtio-serial-pci"));
        words.addAll(List.of("-chardev", "file,id=output,path=/proc/self/fd/2"));
        words.addAll(List.of("-device", "virtserialport,chardev=output,name=io.kguard.output"));
        words.addAll(disk("files", disks.files(), ",readonly=on"));
        words.addAll(disk("scratch", disks.scratch(), ""));
        words.addAll(disk("results", disks.results(), ""));
        return words;
    }

    private static List<String> disk(String name, Path file, String more) {
        return List.of(
                "-drive",
                "file=" + file.toAbsolutePath().toString().replace(",", ",,") + ",if=none,id=" + name
                        + ",format=raw,cache=unsafe" + more,
                "-device",
                "virtio-blk-pci,drive=" + name + ",serial=" + name);
    }
}
