// SPDX-License-Identifier: Apache-2.0
package io.kguard.workload;

import io.kguard.internal.file.FileFault;
import io.kguard.internal.message.Wording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The folders from which pods and scenarios may use files of this machine: root file systems, images, captures, audit
 * logs. Links are followed first; the target of a link must be in an allowed folder.
 *
 * @param own the folder of the scenario or program that names a file; relative paths start there. Null for a scenario
 *     in a jar, which has no folder
 * @param granted further folders that the user allows
 */
@API(status = API.Status.INTERNAL)
public record AllowedFolders(@Nullable Path own, List<Path> granted) {
    /** The property by which a user names folders. */
    public static final String ALLOW = "kguard.allow";

    private static final Path MACHINE = Path.of("/");

    /** Copies the list. */
    public AllowedFolders {
        granted = List.copyOf(granted);
    }

    /** The folders for a program that names files itself: its working directory. */
    public static AllowedFolders defaults() {
        return new AllowedFolders(Path.of(""), List.of());
    }

    /**
     * These folders and those that a user names, with commas between them.
     *
     * @throws IllegalArgumentException if one of them does not exist
     */
    public AllowedFolders and(String names) {
        return and(Stream.of(names.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(Path::of)
                .toList());
    }

    /** These folders with another own folder, or none. */
    public AllowedFolders in(@Nullable Path folder) {
        return new AllowedFolders(folder, granted);
    }

    private static Path there(Path folder) {
        if (!Files.exists(folder)) {
            throw new IllegalArgumentException(Wording.option("allow") + " names " + folder + ", which does not exist");
        }
        return folder;
    }

    /**
     * These folders and more.
     *
     * @throws IllegalArgumentException if one of them does not exist
     */
    public AllowedFolders and(List<Path> folders) {
        folders.forEach(AllowedFolders::there);
        return new AllowedFolders(
                own, Stream.concat(granted.stream(), folders.stream()).toList());
    }

    /**
     * Resolves a path to a file or folder, following links. It need not exist.
     *
     * @throws IllegalArgumentException if it may not be used
     */
    public Path resolve(String path) {
        String refusal = refusal(path);
        if (!refusal.isEmpty()) {
            throw new IllegalArgumentException(refusal + ": " + hint());
        }
        try {
            return real(path);
        } catch (IOException e) {
            throw new IllegalArgumentException(Quoted.of(path) + " can't be looked at: " + FileFault.reason(e), e);
        }
    }

    /** Why a file may not be used; empty if it may. */
    public String refusal(String path) {
        Path real;
        try {
            real = real(path);
        } catch (InvalidPathException e) {
            return Quoted.of(path) + " can't be a path on this machine";
        } catch (IOException e) {
            return Quoted.of(path) + " can't be looked at: " + FileFault.reason(e);
        }
        if (real.getNameCount() == 0) {
            return Quoted.of(path) + " is the machine itself";
        }
        return roots().stream().anyMatch(real::startsWith)
                ? ""
                : Quoted.of(path) + " lies outside the folders that may be used here";
    }

    /**
     * Resolves the path of an image's files, following links.
     *
     * @throws IllegalArgumentException if they may not be used
     */
    public Path resolveImage(String image, String path) {
        String refusal = refusalOfImage(image);
        if (!refusal.isEmpty()) {
            throw new IllegalArgumentException(refusal + ": " + hint());
        }
        return resolve(path);
    }

    /** Why the files of an image may not be used; empty if they may, or if the image is not a file or folder. */
    public String refusalOfImage(String image) {
        String path = PodImages.pathOf(image);
        if (path == null) {
            return "";
        }
        String refusal = refusal(path);
        return refusal.isEmpty() && PodImages.isRootfs(image) ? refusalOfHiddenFiles(path) : refusal;
    }

    /** Whoever allows a folder by name answers for what is in it. Nobody has looked at a checkout. */
    private String refusalOfHiddenFiles(String path) {
        try {
            Path folder = real(path);
            boolean isGranted = roots(granted).anyMatch(folder::startsWith);
            Path hidden = isGranted || !Files.isDirectory(folder) ? null : HiddenFiles.in(folder);
            return hidden == null
                    ? ""
                    : Quoted.of(path) + " has the hidden file " + Quoted.of(hidden.toString())
                            + ", and tools keep credentials in such files";
        } catch (IOException e) {
            return Quoted.of(path) + " can't be looked at: " + FileFault.reason(e);
        }
    }

    /** Which folders are allowed, and how to allow more. */
    public String hint() {
        String allowed = roots().stream().map(Path::toString).collect(Collectors.joining(", "));
        return (allowed.isEmpty() ? "none may" : "allowed is what lies in " + allowed) + "; -D" + ALLOW
                + "=/folder allows another";
    }

    private List<Path> roots() {
        List<Path> roots = new ArrayList<>();
        Path mine = own;
        Path first = mine == null ? null : existing(mine);
        if (first != null && first.getNameCount() > 0) {
            roots.add(first); // the working directory {@code /} does not mean the whole machine
        }
        roots(granted).forEach(roots::add);
        return roots;
    }

    private static Stream<Path> roots(List<Path> folders) {
        return folders.stream().flatMap(folder -> Stream.ofNullable(existing(folder)));
    }

    private static @Nullable Path existing(Path folder) {
        try {
            return real(folder);
        } catch (IOException e) {
            return null; // it has no files
        }
    }

    private Path real(String path) throws IOException {
        Path mine = own;
        return real(mine == null ? MACHINE.resolve(path) : mine.resolve(path));
    }

    /** Follows the links in a path. If the path does not exist, the part that does is followed. */
    private static Path real(Path path) throws IOException {
        Path absolute = path.toAbsolutePath();
        try {
            return absolute.toRealPath();
        } catch (NoSuchFileException e) {
            Path parent = absolute.normalize().getParent();
            Path name = absolute.normalize().getFileName();
            return parent == null || name == null ? MACHINE : real(parent).resolve(name);
        }
    }
}
