// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rules to compare with: those of another place, or the same files in another revision of git. */
public final class OtherRules implements AutoCloseable {
    private final String name;
    private final List<Path> rules;
    private final List<Path> changedFiles;
    private final @Nullable Path temporary;

    private OtherRules(String name, List<Path> rules, List<Path> changedFiles, @Nullable Path temporary) {
        this.name = name;
        this.rules = List.copyOf(rules);
        this.changedFiles = List.copyOf(changedFiles);
        this.temporary = temporary;
    }

    /**
     * The other rules.
     *
     * @param against files and folders with rules, with commas between them; or else a revision of git
     * @param rules the rules that they are compared with
     * @throws IllegalArgumentException if there is neither such a place nor such a revision
     */
    public static OtherRules of(String against, List<Path> rules) throws IOException {
        List<Path> places = Stream.of(against.split(",")).map(Path::of).toList();
        if (places.stream().allMatch(Files::exists)) {
            return new OtherRules(against, places, List.of(), null);
        }
        Git git = Git.of(rules);
        String commit = git.commit(against);
        Path temporary = Files.createTempDirectory("kguard-against");
        try {
            List<Path> then = git.checkOut(commit, rules, temporary);
            return new OtherRules(against, then, git.changedSince(commit), temporary);
        } catch (IOException | RuntimeException e) {
            remove(temporary);
            throw e;
        }
    }

    /** The rule files and folders; those that the revision does not have are left out. */
    public List<Path> rules() {
        return rules;
    }

    /** The files that differ since the revision, as absolute paths; empty for another place. */
    List<Path> changedFiles() {
        return changedFiles;
    }

    boolean isRevision() {
        return temporary != null;
    }

    /** Its name in reports: a place as it was given, or a revision. */
    @Override
    public String toString() {
        return name;
    }

    @Override
    public void close() throws IOException {
        if (temporary != null) {
            remove(temporary);
        }
    }

    private static void remove(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            walk.sorted(Comparator.reverseOrder()).forEach(files::add);
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
