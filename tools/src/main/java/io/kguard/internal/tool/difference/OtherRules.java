// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.difference;

import io.kguard.internal.verify.Revision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rules to compare with: those of another place, or the same files in another revision of git. */
public final class OtherRules implements AutoCloseable {
    private final String name;
    private final List<Path> rules;
    private final @Nullable Revision revision;

    private OtherRules(String name, List<Path> rules, @Nullable Revision revision) {
        this.name = name;
        this.rules = List.copyOf(rules);
        this.revision = revision;
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
            return new OtherRules(against, places, null);
        }
        Revision revision = Revision.of(against, rules);
        try {
            revision.requireComparable(rules);
            return new OtherRules(against, revision.copy(rules), revision);
        } catch (IOException | RuntimeException e) {
            revision.close();
            throw e;
        }
    }

    /** The rule files and folders; those that the revision does not have are left out. */
    public List<Path> rules() {
        return rules;
    }

    /** Its name in reports: a place as it was given, or a revision. */
    @Override
    public String toString() {
        return name;
    }

    @Override
    public void close() throws IOException {
        if (revision != null) {
            revision.close();
        }
    }
}
