// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.internal.image.FileTrees;
import io.kguard.internal.message.Wording;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A revision of the git repository that rules are in, some files of which are copied into a temporary folder. */
public final class Revision implements AutoCloseable {
    private static final int MOST_LINKS = 40;

    private final Git git;
    private final String name;
    private final Map<String, Git.Entry> files;
    private final Path copy;
    private final Set<String> copied = new LinkedHashSet<>();

    private Revision(Git git, String name, Map<String, Git.Entry> files, Path copy) {
        this.git = git;
        this.name = name;
        this.files = files;
        this.copy = copy;
    }

    /**
     * A revision.
     *
     * @param name what a user calls it
     * @param rules files and folders, the first of which tells the repository
     * @throws IllegalArgumentException if there is no such revision
     * @throws IOException if git can't be run, or there is no repository
     */
    public static Revision of(String name, List<Path> rules) throws IOException {
        Git git = Git.of(rules);
        try {
            Map<String, Git.Entry> files = git.files(git.commit(name));
            Path copy = Files.createTempDirectory("kguard-against").toRealPath();
            return new Revision(git, name, files, copy);
        } catch (IOException | RuntimeException e) {
            git.close();
            throw e;
        }
    }

    /**
     * The places that a user means by what rules are compared with.
     *
     * @param against files and folders with commas between them, or a revision
     * @param rules files and folders, the first of which tells the repository
     * @return empty if it is a revision
     * @throws IllegalArgumentException if it can be both: whoever made the checkout may have added the file
     */
    public static List<Path> places(String against, List<Path> rules) throws IOException {
        List<Path> places = Stream.of(against.split(",")).map(Path::of).toList();
        if (!places.stream().allMatch(Files::exists)) {
            return List.of();
        }
        if (places.size() == 1 && !against.startsWith("/") && !against.startsWith(".") && isRevision(against, rules)) {
            throw new IllegalArgumentException(Wording.option("against") + " is \"" + against
                    + "\", which is a revision of git and also a place here. Write ./" + against
                    + " for the place, or the whole name of the revision, such as refs/remotes/origin/main");
        }
        return places;
    }

    /**
     * Whether a file is part of the commit that is checked out. Then whoever made the commit has written it, and no run did.
     *
     * @throws IOException if git can't be run, or the repository can't be read
     */
    public static boolean isCommitted(Path file) throws IOException {
        try (Revision head = of("HEAD", List.of(file))) {
            return head.nameOf(file).filter(head.files::containsKey).isPresent();
        } catch (GitFolder.NoRepositoryException | IllegalArgumentException e) {
            return false; // nothing is committed
        }
    }

    private static boolean isRevision(String name, List<Path> rules) throws IOException {
        try (Git git = Git.of(rules)) {
            return git.isRevision(name);
        } catch (GitFolder.NoRepositoryException e) {
            return false;
        }
    }

    /**
     * Copies what the revision has of files and folders. Links that the revision has are followed in it.
     *
     * @return where they are now; those that the revision does not have, or that are not in the repository, are left out
     */
    public List<Path> copy(Collection<Path> places) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path place : places) {
            Optional<String> below = nameOf(place);
            if (below.isEmpty()) {
                continue;
            }
            if (copyPlace(below.get(), MOST_LINKS)) {
                found.add(copy.resolve(below.get()));
            }
        }
        return found;
    }

    /** Copies a file, or what is in a folder, and what links in it or on the way to it lead to. Returns whether there is anything. */
    private boolean copyPlace(String at, int links) throws IOException {
        Optional<String> link = linkOn(at);
        List<String> inPlace = link.isPresent()
                ? List.of(link.get())
                : files.keySet().stream()
                        .filter(file -> at.isEmpty() || file.equals(at) || file.startsWith(at + "/"))
                        .toList();
        List<String> fresh =
                inPlace.stream().filter(file -> !copied.contains(file)).toList();
        Map<String, Git.Entry> wanted = new LinkedHashMap<>();
        fresh.forEach(file -> wanted.put(file, files.get(file)));
        if (!wanted.isEmpty()) {
            git.checkOut(wanted, copy);
            copied.addAll(fresh);
        }
        for (String file : link.isPresent() ? inPlace : fresh) {
            if (isLink(file) && links > 0) {
                Path target = copy.resolve(file).resolveSibling(Files.readSymbolicLink(copy.resolve(file)));
                String rest = link.isPresent() ? at.substring(file.length()) : "";
                copyPlace(copy.relativize(target.normalize()) + rest, links - 1);
            }
        }
        return Files.exists(copy.resolve(at));
    }

    /** The first link that the revision has on the way to a place, or as the place. */
    private Optional<String> linkOn(String at) {
        return Stream.iterate(Path.of(at), Objects::nonNull, Path::getParent)
                .map(Path::toString)
                .filter(this::isLink)
                .reduce((inner, outer) -> outer);
    }

    private boolean isLink(String name) {
        Git.Entry entry = files.get(name);
        return entry != null && entry.isLink();
    }

    /**
     * The name of a place below the top folder of the repository, or of the copy; empty if it is elsewhere. Links in the repository are not
     * followed: the revision may have something else there.
     */
    private Optional<String> nameOf(Path place) throws IOException {
        Path absolute = place.toAbsolutePath().normalize();
        Path top = absolute.startsWith(copy) ? copy : git.top();
        for (Path above = absolute; above != null; above = above.getParent()) {
            if (Files.exists(above) && above.toRealPath().equals(top)) {
                return Optional.of(above.relativize(absolute).toString());
            }
        }
        Path real = real(absolute);
        return real.startsWith(top) ? Optional.of(top.relativize(real).toString()) : Optional.empty();
    }

    /** Follows the links in a path as far as it exists. */
    private static Path real(Path absolute) throws IOException {
        Path parent = absolute.getParent();
        if (Files.exists(absolute) || parent == null) {
            return absolute.toRealPath();
        }
        return real(parent).resolve(parent.relativize(absolute));
    }

    /**
     * Where a file or folder is now that was copied.
     *
     * @throws IllegalArgumentException if the revision does not have it
     */
    Path copyOf(Path place) throws IOException {
        return copy(List.of(place)).stream()
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there was no " + place));
    }

    /**
     * Adds files as they are now to the copy, if the revision does not have them: without them the others there could not be read.
     */
    void lend(Collection<Path> some) throws IOException {
        for (Path file : some) {
            Optional<String> below = nameOf(file);
            if (below.isPresent() && !files.containsKey(below.get()) && Files.isRegularFile(file)) {
                Path target = copy.resolve(below.get());
                Files.createDirectories(target.resolveSibling(""));
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** Whether a file is below the top folder. */
    public boolean isInRepository(Path file) throws IOException {
        return nameOf(file).isPresent();
    }

    /**
     * Refuses files that are there and can't be compared.
     *
     * @throws IllegalArgumentException if there is one
     */
    public void requireComparable(Collection<Path> some) throws IOException {
        for (Path file : some) {
            if (Files.exists(file) && !isInRepository(file)) {
                throw new IllegalArgumentException(file + " is not in the git repository " + git.top());
            }
        }
    }

    /**
     * Files and folders that can't be compared with those of the revision, each with the reason: they are not in the repository, a
     * link leads to them, or git ignores them or something in them.
     */
    Map<Path, String> incomparable(Collection<Path> some) throws IOException {
        Map<Path, String> incomparable = new LinkedHashMap<>();
        Map<String, Path> fresh = new LinkedHashMap<>();
        for (Path place : some) {
            Path absolute = place.toAbsolutePath().normalize();
            Optional<String> below = nameOf(absolute);
            if (below.isEmpty()) {
                incomparable.put(place, "it is not in the git repository " + git.top());
            } else if (!isWithoutLinks(absolute, below.get())) {
                incomparable.put(place, "a link leads to it");
            } else {
                namesIn(below.get()).stream()
                        .filter(name -> !files.containsKey(name))
                        .forEach(name -> fresh.put(name, place));
            }
        }
        git.ignored(fresh.keySet()).forEach(name -> {
            Path place = fresh.get(name);
            if (place != null) {
                incomparable.put(place, "git ignores " + name);
            }
        });
        return incomparable;
    }

    /** A file, or all files in a folder. */
    private List<String> namesIn(String name) throws IOException {
        Path place = git.top().resolve(name);
        if (!Files.isDirectory(place)) {
            return List.of(name);
        }
        try (Stream<Path> all = Files.walk(place)) {
            return all.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .map(path -> git.top().relativize(path).toString())
                    .filter(path -> !("/" + path).contains("/.git/"))
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Whether a path has no link below the top folder. */
    private boolean isWithoutLinks(Path absolute, String below) {
        return absolute.endsWith(below)
                && Stream.iterate(Path.of(below), Objects::nonNull, Path::getParent)
                        .map(git.top()::resolve)
                        .noneMatch(Files::isSymbolicLink);
    }

    /** Whether a file differs from the revision's, or can't be compared with it. */
    boolean isChanged(Path file) throws IOException {
        Optional<String> name = nameOf(file);
        return name.isEmpty() || !files.containsKey(name.get()) || changed().contains(name.get());
    }

    /** The names of files that differ from the revision's, are new, or are gone. What builds make does not count. */
    List<String> changed() throws IOException {
        List<String> changed = new ArrayList<>();
        ProjectFiles now = ProjectFiles.below(git.top());
        for (Map.Entry<String, Git.Entry> file : files.entrySet()) {
            if (!now.isSame(file.getKey(), file.getValue())) {
                changed.add(file.getKey());
            }
        }
        now.names().stream().filter(file -> !files.containsKey(file)).forEach(changed::add);
        return changed;
    }

    /** Its name, as a user gave it. */
    @Override
    public String toString() {
        return name;
    }

    @Override
    public void close() throws IOException {
        git.close();
        FileTrees.delete(copy);
    }
}
