// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Collects programs of this machine, with the shared libraries and the loader that they need. */
public final class MachinePrograms {
    private static final List<String> PROGRAM_FOLDERS = List.of("/usr/bin", "/usr/sbin", "/bin", "/sbin");

    private final Map<Path, Path> files = new TreeMap<>();
    private final Map<Path, Path> links = new TreeMap<>();
    private final List<String> missing = new ArrayList<>();

    /** An empty collection. */
    public MachinePrograms() {}

    /**
     * What this machine gives to all built-in images. Busybox and kubectl are left out if it has none.
     *
     * @throws io.kguard.workload.ImageException if it lacks what every machine has
     */
    public static MachinePrograms ofImages() throws IOException {
        MachinePrograms all = BuiltInImages.programs("base");
        for (Optional<Path> program : List.of(Busybox.find(), BuiltInImages.kubectlOnPath())) {
            if (program.isPresent()) {
                all.addProgram(program.get());
            }
        }
        return all;
    }

    /** The files, by their path in an image. */
    public Map<Path, Path> files() {
        return files;
    }

    /** The symbolic links: the path in the image, and the target. */
    public Map<Path, Path> links() {
        return links;
    }

    /** The names of programs that this machine lacks. */
    List<String> missing() {
        return List.copyOf(missing);
    }

    void add(String name) throws IOException {
        for (String folder : PROGRAM_FOLDERS) {
            Path program = Path.of(folder, name);
            if (Files.isExecutable(program)) {
                add(program);
                return;
            }
        }
        missing.add(name);
    }

    /** Adds a program at the path that it has on this machine. */
    public void addProgram(Path program) throws IOException {
        addFile(program.toRealPath(), merged(program));
    }

    /** Adds those of some libraries that this machine has. */
    public void addLibraries(List<String> names) throws IOException {
        for (String name : names) {
            Path found = findLibrary(name, List.of(), Path.of("/"));
            if (found != null) {
                addFile(found.toRealPath(), merged(found));
            }
        }
    }

    /** Adds a program at a path of its own. */
    void add(Path program, Path place) throws IOException {
        addFile(program.toRealPath(), place);
    }

    /** Adds the program of a path. */
    void add(Path program) throws IOException {
        Path real = program.toRealPath();
        Path name = program.getFileName();
        // all programs are in /usr/bin and /usr/sbin, as on systems with a merged /usr
        boolean forRoot = program.startsWith("/usr/sbin") || program.startsWith("/sbin");
        Path place = Path.of(forRoot ? "/usr/sbin" : "/usr/bin").resolve(name);
        if (real.getFileName().equals(name)) {
            addFile(real, place);
        } else {
            addFile(real, merged(real));
            links.put(place, Path.of("/usr/bin").relativize(merged(real)));
        }
    }

    private void addFile(Path source, Path place) throws IOException {
        Deque<Map.Entry<Path, Path>> open = new ArrayDeque<>();
        open.add(Map.entry(source, place));
        while (!open.isEmpty()) {
            Map.Entry<Path, Path> next = open.pop();
            if (files.putIfAbsent(next.getValue(), next.getKey()) != null) {
                continue;
            }
            Optional<ElfFile> elf = ElfFile.read(next.getKey());
            if (elf.isEmpty()) {
                continue;
            }
            if (!elf.get().interpreter().isEmpty()) {
                Path loader = Path.of(elf.get().interpreter());
                open.push(Map.entry(loader.toRealPath(), merged(loader)));
            }
            for (String library : elf.get().needed()) {
                Path found = findLibrary(library, elf.get().runPath(), next.getKey());
                if (found == null) {
                    throw new IOException(next.getKey() + " needs " + library + ", which is not found");
                }
                open.push(Map.entry(found.toRealPath(), merged(found)));
            }
        }
    }

    private static @Nullable Path findLibrary(String name, List<String> runPath, Path from) {
        List<String> folders = new ArrayList<>();
        for (String folder : runPath) {
            folders.add(folder.replace("$ORIGIN", String.valueOf(from.getParent())));
        }
        String triplet = System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
        folders.addAll(List.of(
                "/usr/lib/" + triplet + "-linux-gnu",
                "/lib/" + triplet + "-linux-gnu",
                "/usr/lib64",
                "/lib64",
                "/usr/lib",
                "/lib",
                "/usr/local/lib"));
        for (String folder : folders) {
            Path library = Path.of(folder, name);
            if (Files.isRegularFile(library)) {
                return library;
            }
        }
        return null;
    }

    private static Path merged(Path path) {
        String first = path.getName(0).toString();
        boolean aliased = first.equals("bin") || first.equals("sbin") || first.startsWith("lib");
        return aliased ? Path.of("/usr").resolve(path.toString().substring(1)) : path;
    }
}
