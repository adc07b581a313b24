// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.vm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioConstants;

/** The first files of a guest: busybox, the modules of the kernel, and the script that finds the disks. */
final class Initramfs {
    private static final int PROGRAM = CpioConstants.C_ISREG | 0755;
    private static final int FOLDER = CpioConstants.C_ISDIR | 0755;
    private static final int LINK = CpioConstants.C_ISLNK | 0777;

    private final CpioArchiveOutputStream out;
    private final Set<String> folders = new HashSet<>();
    private long inode;

    private Initramfs(CpioArchiveOutputStream out) {
        this.out = out;
    }

    /**
     * Writes them.
     *
     * @param busybox busybox and the files that it needs, by the paths that they have; the first is busybox
     * @param modules the modules, in their order
     */
    static void write(Path file, Map<String, Path> busybox, Map<String, byte[]> modules, String script)
            throws IOException {
        try (OutputStream target = new BufferedOutputStream(Files.newOutputStream(file));
                CpioArchiveOutputStream out =
                        new CpioArchiveOutputStream(target, CpioConstants.FORMAT_NEW, 512, UTF_8.name())) {
            Initramfs files = new Initramfs(out);
            files.put("init", PROGRAM, script.getBytes(UTF_8));
            for (String folder : List.of("dev", "proc", "sys", "new", "usr/bin", "usr/sbin", "usr/lib", "usr/lib64")) {
                files.folder(folder);
            }
            for (String name : List.of("bin", "sbin", "lib", "lib64")) {
                files.put(name, LINK, ("usr/" + name).getBytes(UTF_8));
            }
            for (Map.Entry<String, Path> each : busybox.entrySet()) {
                files.put(each.getKey(), PROGRAM, Files.readAllBytes(each.getValue()));
            }
            StringBuilder order = new StringBuilder();
            for (Map.Entry<String, byte[]> module : modules.entrySet()) {
                files.put("modules/" + module.getKey() + ".ko", PROGRAM, module.getValue());
                order.append(module.getKey()).append('\n');
            }
            files.put("modules/order", PROGRAM, order.toString().getBytes(UTF_8));
        }
    }

    private void folder(String path) throws IOException {
        int slash = path.lastIndexOf('/');
        if (slash > 0) {
            folder(path.substring(0, slash));
        }
        if (folders.add(path)) {
            write(path, FOLDER, new byte[0]);
        }
    }

    private void put(String path, int mode, byte[] content) throws IOException {
        int slash = path.lastIndexOf('/');
        if (slash > 0) {
            folder(path.substring(0, slash));
        }
        write(path, mode, content);
    }

    private void write(String path, int mode, byte[] content) throws IOException {
        CpioArchiveEntry entry = new CpioArchiveEntry(CpioConstants.FORMAT_NEW, path, content.length);
        entry.setMode(mode);
        entry.setInode(++inode);
        entry.setNumberOfLinks(1);
        out.putArchiveEntry(entry);
        out.write(content);
        out.closeArchiveEntry();
    }
}
