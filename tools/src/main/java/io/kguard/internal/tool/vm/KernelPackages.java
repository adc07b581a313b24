// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.vm;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.file.Sha256;
import io.kguard.internal.program.LocalProgram;
import io.kguard.internal.sensor.TemporaryFolder;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Kernels in packages of Debian and Ubuntu. They are not installed: their files are unpacked to a folder of the user.
 *
 * @param machine whose packages they are
 * @param folder where packages are kept, and unpacked
 */
record KernelPackages(GuestMachine machine, Path folder) {
    /** A kernel is in one package, or its modules are in packages of their own. */
    private static final Pattern NAME = Pattern.compile(
            "linux-(image|binary|base|modules(?:-extra)?)-(?:unsigned-)?(\\d[\\w.+~-]*?)(?:-unsigned)?");

    private static final Pattern FILE = Pattern.compile("([^_]+)_[^_]+_([^_]+)\\.deb");
    private static final Pattern DEBUG = Pattern.compile("dbg");
    private static final Pattern UNFIT = Pattern.compile("dbg|cloud|[-+]rt|16k|64k");

    /** Drivers of hardware are most of a kernel, and a virtual machine has none of it. */
    private static final Pattern TAKEN = Pattern.compile("(?:\\./)?(boot/vmlinuz-[^/]+"
            + "|(?:usr/)?lib/modules/[^/]+/(?:vmlinuz|modules\\.builtin|kernel/(?!drivers/|sound/).+\\.ko(?:\\.\\w+)?"
            + "|kernel/drivers/(?:virtio|block|char|net)/(?:[^/]+/)?[^/]+\\.ko(?:\\.\\w+)?))");

    private static final long MAX_FILE = 256L << 20;
    private static final int MAX_FILES = 20_000;
    private static final Duration DOWNLOADING = Duration.ofMinutes(10);

    /** Where packages are kept. */
    public static Path cache(Map<String, String> environment) {
        String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
        String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
        Path folder = cache.isEmpty() ? Path.of(home, ".cache") : Path.of(cache);
        return folder.resolve("kguard/kernels");
    }

    /** The packages in a folder. */
    static List<Path> in(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".deb"))
                    .sorted()
                    .toList();
        }
    }

    /**
     * The packages of the newest kernel of a version: those that are kept, or else those that the machine's package sources have.
     *
     * @throws GuestException if there are none
     */
    List<Path> find(String version) throws IOException, InterruptedException {
        Optional<List<Path>> kept = newest(in(folder), version);
        if (kept.isPresent()) {
            return kept.get();
        }
        download(version);
        return newest(in(folder), version).orElseThrow(() -> none(version, "they have none for " + machine.debian()));
    }

    /**
     * The packages of the newest kernel that is whole. Of the empty version is each, also those of clouds and of real time, but a
     * general one is preferred.
     */
    Optional<List<Path>> newest(List<Path> files, String version) {
        Map<String, Map<String, Path>> byRelease = new TreeMap<>(
                Comparator.comparing((String release) -> !UNFIT.matcher(release).find())
                        .thenComparing(KernelVersion.ORDER));
        for (Path file : files) {
            Matcher name = FILE.matcher(file.getFileName().toString());
            if (name.matches() && name.group(2).equals(machine.debian())) {
                release(name.group(1), version)
                        .ifPresent(release -> byRelease
                                .computeIfAbsent(release, key -> new TreeMap<>())
                                .put(content(name.group(1)), file));
            }
        }
        return byRelease.values().stream()
                .map(packages -> List.copyOf(packages.values()))
                .filter(packages -> packages.stream()
                        .anyMatch(file -> file.getFileName().toString().matches("linux-(image|binary)-.*")))
                .reduce((older, newer) -> newer);
    }

    /** The release that a package belongs to, if it is of the version and, unless that is empty, a general one. */
    private static Optional<String> release(String name, String version) {
        Matcher of = NAME.matcher(name);
        return of.matches()
                        && KernelVersion.matches(version, of.group(2))
                        && !(version.isEmpty() ? DEBUG : UNFIT)
                                .matcher(of.group(2))
                                .find(version.length())
                ? Optional.of(of.group(2))
                : Optional.empty();
    }

    /** What a package holds: one is there with a signature, and without. */
    private static String content(String name) {
        return name.replace("-unsigned", "").replace("unsigned-", "");
    }

    private void download(String version) throws IOException, InterruptedException {
        // a version has no other signs that mean something in an expression
        String pattern = "^linux-(image|binary|base|modules|modules-extra)-(unsigned-)?"
                + version.replace(".", "\\.").replace("+", "\\+");
        Map<String, Map<String, String>> byRelease = new TreeMap<>(KernelVersion.ORDER);
        for (String line : output(version, List.of("apt-cache", "search", "--names-only", pattern))) {
            String name = line.split(" ", 2)[0];
            release(name, version)
                    .filter(release -> release.contains(machine.debian()) || release.contains("generic"))
                    .ifPresent(release -> byRelease
                            .computeIfAbsent(release, key -> new TreeMap<>())
                            .put(content(name), name));
        }
        if (byRelease.isEmpty()) {
            throw none(version, "they have none");
        }
        Files.createDirectories(folder);
        List<String> command = new ArrayList<>(List.of("apt-get", "-q", "download"));
        List.copyOf(byRelease.values()).get(byRelease.size() - 1).values().stream()
                .map(name -> name + ":" + machine.debian())
                .forEach(command::add);
        output(version, command);
    }

    private List<String> output(String version, List<String> command) throws IOException, InterruptedException {
        LocalProgram.Ended ended;
        try {
            ended = LocalProgram.of(command)
                    .in(Files.isDirectory(folder) ? folder : Path.of("/"))
                    .run(DOWNLOADING);
        } catch (IOException e) {
            throw none(version, command.get(0) + " can't be started here: " + e.getMessage());
        }
        if (ended.status().isEmpty()) {
            throw none(version, command.get(0) + " did not end within " + DOWNLOADING.toMinutes() + " minutes");
        }
        List<String> lines = ended.output().lines().toList();
        if (!ended.isGood()) {
            throw none(version, command.get(0) + " failed: " + (lines.isEmpty() ? "" : lines.get(lines.size() - 1)));
        }
        return lines;
    }

    private GuestException none(String version, String reason) {
        return new GuestException("there is no kernel " + version + ": /boot has none, " + folder
                + " has no package of one, and this machine's package sources were asked, but " + reason
                + ". Put linux-image-" + version + "... of your distribution, with its modules, into that folder");
    }

    /**
     * Unpacks packages that belong together, unless they were unpacked before.
     *
     * @return the folder with their files
     */
    Path unpacked(List<Path> packages) throws IOException {
        StringBuilder identity = new StringBuilder();
        for (Path file : packages) {
            identity.append(file.toAbsolutePath())
                    .append(Files.size(file))
                    .append(Files.getLastModifiedTime(file))
                    .append('\n');
        }
        Path target = folder.resolve(
                "unpacked-" + Sha256.of(identity.toString().getBytes(UTF_8)).substring(0, 16));
        if (Files.isDirectory(target)) {
            return target;
        }
        Files.createDirectories(folder);
        try (TemporaryFolder fresh = TemporaryFolder.create(folder, "unpacking-")) {
            Path content = Files.createDirectory(fresh.path().resolve("content"));
            for (Path file : packages) {
                unpack(file, content);
            }
            try {
                Files.move(content, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileAlreadyExistsException | java.nio.file.DirectoryNotEmptyException e) {
                // another process has unpacked the same
            }
        }
        return target;
    }

    private static void unpack(Path file, Path into) throws IOException {
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
                ArArchiveInputStream parts = new ArArchiveInputStream(bytes)) {
            for (ArArchiveEntry part = parts.getNextEntry(); part != null; part = parts.getNextEntry()) {
                if (part.getName().startsWith("data.tar")) {
                    try (TarArchiveInputStream data =
                            new TarArchiveInputStream(Unpacking.of(part.getName(), parts), UTF_8.name())) {
                        copy(data, into);
                    }
                    return;
                }
            }
        } catch (IOException e) {
            throw new IOException(file + " can't be unpacked: " + e.getMessage(), e);
        }
        throw new IOException(file + " is no package of Debian: it has no files");
    }

    private static void copy(TarArchiveInputStream data, Path into) throws IOException {
        int count = 0;
        for (TarArchiveEntry entry = data.getNextEntry(); entry != null; entry = data.getNextEntry()) {
            Matcher taken = TAKEN.matcher(entry.getName());
            if (!entry.isFile()
                    || entry.isSparse()
                    || !taken.matches()
                    || entry.getName().contains("..")) {
                continue;
            }
            if (entry.getSize() > MAX_FILE || ++count > MAX_FILES) {
                throw new IOException("it is larger than a kernel is: " + entry.getName());
            }
            Path target = into.resolve(taken.group(1));
            Files.createDirectories(target.getParent());
            Files.copy(data, target);
        }
    }
}
