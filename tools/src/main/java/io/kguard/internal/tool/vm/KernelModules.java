// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.vm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The modules that a kernel must load, in an order in which each finds those that it needs. A module itself names these; packages
 * of kernels have no {@code modules.dep}, which is made where they are installed.
 */
final class KernelModules {
    /** Without these there are no disks, no file system on them, and nothing of the guest is heard. */
    static final List<String> REQUIRED = List.of("virtio_pci", "virtio_blk", "virtio_console", "ext4");

    /** What pods and attacks may use. */
    static final List<String> USEFUL = List.of("""
            overlay veth bridge dummy tun nf_tables ip_tables iptable_filter loop fuse tls sctp af_packet af_alg
            algif_hash unix_diag inet_diag tcp_diag binfmt_misc virtio_rng""".split("\\s+", -1));

    private static final Pattern NAMED = Pattern.compile("(?<![a-z_])(?:depends=([\\w,-]*)|softdep=pre: ([\\w -]*))");
    private static final int MAX_BYTES = 64 << 20;
    private static final int MAX_FILES = 50_000;

    private final String release;
    private final Map<String, Path> files = new HashMap<>();
    private final Set<String> builtIn = new HashSet<>();
    private final Map<String, byte[]> inOrder = new LinkedHashMap<>();
    private final Set<String> open = new HashSet<>();

    private KernelModules(String release) {
        this.release = release;
    }

    /**
     * The modules of a kernel that it needs to be a guest.
     *
     * @return what they hold, by their names, in the order in which they are loaded
     * @throws GuestException if the kernel lacks a required one
     */
    static Map<String, byte[]> of(GuestKernel kernel) throws IOException {
        return of(kernel, REQUIRED, USEFUL);
    }

    static Map<String, byte[]> of(GuestKernel kernel, List<String> required, List<String> useful) throws IOException {
        KernelModules modules = new KernelModules(kernel.release());
        modules.index(kernel.modules());
        for (String name : required) {
            if (!modules.add(name)) {
                throw new GuestException("Linux " + kernel.release() + " has no module " + name
                        + ", without which it can't be the kernel of a virtual machine here. " + kernel.modules()
                        + " has none: take the distribution's general kernel, with all packages of its modules");
            }
        }
        for (String name : useful) {
            modules.add(name);
        }
        return modules.inOrder;
    }

    private void index(Path folder) throws IOException {
        Path list = folder.resolve("modules.builtin");
        if (Files.exists(list)) {
            Files.readAllLines(list, ISO_8859_1).forEach(line -> builtIn.add(name(line)));
        }
        Path kernel = folder.resolve("kernel");
        if (!Files.isDirectory(kernel)) {
            return; // all that it has may be built in
        }
        try (Stream<Path> all = Files.walk(kernel)) {
            all.limit(MAX_FILES)
                    .filter(file -> Unpacking.plain(file.toString()).endsWith(".ko"))
                    .forEach(file -> files.put(name(file.toString()), file));
        }
    }

    /** The name of a module: that of its file, in which both signs are the same. */
    private static String name(String file) {
        String plain = Unpacking.plain(file.substring(file.lastIndexOf('/') + 1));
        return plain.replaceFirst("\\.ko$", "").replace('-', '_');
    }

    /** Adds a module behind those that it needs; false if the kernel lacks it or one of these. */
    private boolean add(String name) throws IOException {
        if (builtIn.contains(name) || inOrder.containsKey(name)) {
            return true;
        }
        Path file = files.get(name);
        if (file == null) {
            return false;
        }
        if (!open.add(name)) {
            throw new GuestException("the modules of Linux " + release + " need each other in a circle: " + name);
        }
        byte[] content = read(file);
        List<String> needed = new ArrayList<>();
        Matcher named = NAMED.matcher(new String(content, ISO_8859_1));
        while (named.find()) {
            if (named.group(1) != null) {
                for (String each : named.group(1).split(",", -1)) {
                    if (!each.isEmpty()) {
                        needed.add(name(each));
                    }
                }
            } else {
                for (String each : named.group(2).split(" ", -1)) {
                    if (!each.isEmpty()) {
                        addHint(name(each));
                    }
                }
            }
        }
        for (String each : needed) {
            if (!add(each)) {
                return false;
            }
        }
        inOrder.put(name, content);
        return true;
    }

    /** What a module would like to have before it may also be the name of a feature, which several modules have. */
    private void addHint(String name) throws IOException {
        for (String each : List.of(name, name + "_generic")) {
            if (!open.contains(each)) {
                add(each);
            }
        }
    }

    private static byte[] read(Path file) throws IOException {
        try (InputStream packed = Files.newInputStream(file);
                InputStream plain = Unpacking.of(file.toString(), packed)) {
            byte[] content = plain.readNBytes(MAX_BYTES + 1);
            if (content.length > MAX_BYTES) {
                throw new IOException(file + " is larger than " + (MAX_BYTES >> 20) + " MiB, the limit of a module");
            }
            return content;
        }
    }
}
