// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.vm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds a kernel by what the user calls it: the machine's own, the file of one, a folder or packages of a distribution, a version.
 *
 * @param machine what the kernel is for
 * @param root the root of this machine's files
 * @param release the release of this machine's kernel
 * @param packages finds and unpacks packages
 */
public record Kernels(GuestMachine machine, Path root, String release, KernelPackages packages) {
    /** What stands for the machine's own kernel. */
    public static final String OWN = "own";

    private static final String PREFIX = "vmlinuz-";
    private static final int VERSION_PLACE = 0x20e;
    private static final int VERSION_OFFSET = 0x200;
    private static final int LONGEST_VERSION = 256;

    /** The kernels of this machine. */
    public static Kernels ofThisMachine(GuestMachine machine) {
        return new Kernels(
                machine,
                Path.of("/"),
                System.getProperty("os.version", ""),
                new KernelPackages(machine, KernelPackages.cache(System.getenv())));
    }

    /**
     * Finds a kernel.
     *
     * @param name what the user calls it
     * @throws GuestException if there is none
     */
    public GuestKernel find(String name) throws IOException, InterruptedException {
        if (name.equals(OWN)) {
            return own();
        }
        Path path = Path.of(name);
        if (Files.isDirectory(path)) {
            return ofFolder(path);
        } else if (Files.isRegularFile(path)) {
            return name.endsWith(".deb") ? ofUnpacked(packages.unpacked(List.of(path)), path) : ofFile(path);
        } else if (name.contains("/") || !name.matches("\\d[\\w.+~-]*")) {
            throw new GuestException("the kernel " + name + " is no file, no folder and no version. Name a file"
                    + " vmlinuz, a folder of packages, or a version such as 6.12");
        }
        Optional<GuestKernel> installed = installed(name);
        if (installed.isPresent()) {
            return installed.get();
        }
        List<Path> files = packages.find(name);
        return ofUnpacked(packages.unpacked(files), files.get(0));
    }

    private GuestKernel own() {
        return at(root, release)
                .orElseThrow(() -> new GuestException("the files of this machine's kernel " + release
                        + " are not here, or can't be read by you: /boot/vmlinuz-" + release + " and /lib/modules/"
                        + release + ". Let your user read them (sudo chmod +r), or name a kernel, such as 6.12"));
    }

    /** A kernel that is installed below a folder. */
    private static Optional<GuestKernel> at(Path root, String release) {
        List<Path> modules = Stream.of("lib/modules", "usr/lib/modules")
                .map(folder -> root.resolve(folder).resolve(release))
                .filter(Files::isDirectory)
                .toList();
        if (modules.isEmpty()) {
            return Optional.empty();
        }
        Path folder = modules.get(0);
        return Stream.of(root.resolve("boot").resolve(PREFIX + release), folder.resolve("vmlinuz"))
                .filter(Files::isReadable)
                .findFirst()
                .map(image -> new GuestKernel(release, image, folder));
    }

    private Optional<GuestKernel> installed(String version) throws IOException {
        Path boot = root.resolve("boot");
        if (!Files.isDirectory(boot) || machine != GuestMachine.ofThisMachine()) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(boot)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.startsWith(PREFIX))
                    .map(file -> file.substring(PREFIX.length()))
                    .filter(found -> KernelVersion.matches(version, found))
                    .max(KernelVersion.ORDER)
                    .flatMap(found -> at(root, found));
        }
    }

    private GuestKernel ofFolder(Path folder) throws IOException {
        List<Path> debs = KernelPackages.in(folder);
        if (!debs.isEmpty()) {
            List<Path> newest = packages.newest(debs, "")
                    .orElseThrow(() -> new GuestException(folder + " has packages, but none of a kernel for "
                            + machine.debian() + " with its modules"));
            return ofUnpacked(packages.unpacked(newest), folder);
        }
        return ofUnpacked(folder, folder);
    }

    /** The one kernel below a folder that is laid out as a machine's root. */
    private static GuestKernel ofUnpacked(Path folder, Path named) throws IOException {
        List<GuestKernel> found = new ArrayList<>();
        for (String place : List.of("lib/modules", "usr/lib/modules")) {
            if (Files.isDirectory(folder.resolve(place))) {
                try (Stream<Path> releases = Files.list(folder.resolve(place))) {
                    releases.forEach(release ->
                            at(folder, release.getFileName().toString()).ifPresent(found::add));
                }
            }
        }
        if (found.size() != 1) {
            throw new GuestException(named + (found.isEmpty() ? " has no kernel" : " has several kernels")
                    + ": one is needed, as boot/vmlinuz-RELEASE and lib/modules/RELEASE. A distribution may have them in two"
                    + " packages: put both into a folder, and name that");
        }
        return found.get(0);
    }

    private GuestKernel ofFile(Path image) throws IOException {
        String name = image.getFileName().toString();
        Optional<String> written = version(image);
        String release = written.orElse(name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : "");
        if (release.isEmpty()) {
            throw new GuestException(image + " does not say which kernel it is: name it vmlinuz-RELEASE");
        }
        Path folder = image.toAbsolutePath().getParent();
        Path above = folder == null || folder.getParent() == null ? root : folder.getParent();
        for (Path place : List.of(above, root)) {
            for (String modules : List.of("lib/modules", "usr/lib/modules")) {
                Path found = place.resolve(modules).resolve(release);
                if (Files.isDirectory(found)) {
                    return new GuestKernel(release, image, found);
                }
            }
        }
        throw new GuestException("the modules of " + image + " are not found: they must be in lib/modules/" + release
                + ", beside the folder of the file or in this machine's root");
    }

    /** The release that a kernel for PCs has written in it; empty if there is none. */
    private static Optional<String> version(Path image) throws IOException {
        try (FileChannel file = FileChannel.open(image)) {
            ByteBuffer place = ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN);
            if (file.read(place, VERSION_PLACE) < 2 || place.getShort(0) == 0) {
                return Optional.empty();
            }
            ByteBuffer text = ByteBuffer.allocate(LONGEST_VERSION);
            file.read(text, (place.getShort(0) & 0xffff) + VERSION_OFFSET);
            String version = new String(text.array(), ISO_8859_1).split("[ \0]", 2)[0];
            return version.matches("\\d+\\.[\\w.+~-]+") ? Optional.of(version) : Optional.empty();
        }
    }
}
