// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The virtual files of a process: in proc, sysfs and similar file systems. They look like regular files. But reading
 * one may consume data that another reader needs, or may never end.
 */
final class KernelFiles {
    /** File systems that hold ordinary files. */
    private static final Set<String> FILE_SYSTEMS_OF_FILES = Set.of(
            "overlay tmpfs ramfs ext2 ext3 ext4 xfs btrfs zfs f2fs squashfs erofs 9p virtiofs bcachefs".split(" "));

    private static final Pattern KEY = Pattern.compile("\\(dev=([0-9a-f]+),ino=\\d+\\)");
    private static final int MINOR_LOW = 0xff;
    private static final int MINOR_HIGH = 0xfff00;
    private static final int MAJOR = 0xfff;

    private final Set<Long> devices;

    private KernelFiles(Set<Long> devices) {
        this.devices = devices;
    }

    /** The virtual files of a process, from its mounts. */
    static KernelFiles of(long pid) throws IOException {
        Set<Long> devices = new HashSet<>();
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "mountinfo"))) {
            String[] halves = line.split(" - ", 2);
            String[] device = halves[0].split(" ", 4)[2].split(":", 2);
            String type = halves[1].split(" ", 2)[0];
            if (!FILE_SYSTEMS_OF_FILES.contains(type)) {
                devices.add(number(Long.parseLong(device[0]), Long.parseLong(device[1])));
            }
        }
        return new KernelFiles(devices);
    }

    private static long number(long major, long minor) {
        return (minor & MINOR_LOW) | ((major & MAJOR) << 8) | ((minor & MINOR_HIGH) << 12);
    }

    /** Whether a file is virtual. */
    boolean contain(BasicFileAttributes file) throws IOException {
        Matcher key = KEY.matcher(String.valueOf(file.fileKey()));
        if (!key.matches()) {
            throw new IOException("this system does not report the device of a file");
        }
        return devices.contains(Long.parseLong(key.group(1), 16));
    }
}
