// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.difference;

import io.kguard.internal.verify.Revision;
import io.kguard.internal.verify.VerifyOptions;
import io.kguard.output.FalcoConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rules to compare with: those of another place, or the same files in another revision of git, with the falco.yaml of that revision.
 */
public record OtherRules(
        String name,
        List<Path> rules,
        @Nullable FalcoConfig config,
        @Nullable Revision revision) implements AutoCloseable {
    public OtherRules {
        rules = List.copyOf(rules);
    }

    /**
     * The other rules.
     *
     * @param against files and folders with rules, with commas between them; or else a revision of git
     * @param now what they are compared with
     * @throws IllegalArgumentException if there is neither such a place nor such a revision
     */
    public static OtherRules of(String against, VerifyOptions now) throws IOException {
        List<Path> own = own(now.rules(), now);
        List<Path> places = Revision.places(against, own);
        if (!places.isEmpty()) {
            return new OtherRules(against, now.base().before(places), now.config(), null);
        }
        Revision revision = Revision.of(against, own);
        try {
            FalcoConfig config = config(revision, now);
            List<Path> rules = config != null && now.files().configNamesRules()
                    ? config.rulesFiles().stream().map(Path::of).toList()
                    : own;
            revision.requireComparable(own(rules, now));
            List<Path> then = new ArrayList<>(base(revision, now));
            then.addAll(revision.copy(own(rules, now)));
            return new OtherRules(against, then, config, revision);
        } catch (IOException | RuntimeException e) {
            revision.close();
            throw e;
        }
    }

    private static List<Path> own(List<Path> rules, VerifyOptions now) {
        return rules.stream().filter(path -> !now.base().files().contains(path)).toList();
    }

    /** The base of the revision. What is not in the repository, such as the machine's copy, is the same for both. */
    private static List<Path> base(Revision revision, VerifyOptions now) throws IOException {
        List<Path> base = new ArrayList<>();
        for (Path file : now.base().files()) {
            if (revision.isInRepository(file)) {
                base.addAll(revision.copy(List.of(file)));
            } else {
                base.add(file);
            }
        }
        return base;
    }

    /** The falco.yaml of the revision; null if there was none. One that is not in the repository is the same for both. */
    private static @Nullable FalcoConfig config(Revision revision, VerifyOptions now) throws IOException {
        Path file = now.files().config();
        if (file == null || !revision.isInRepository(file)) {
            return now.config();
        }
        List<Path> then = revision.copy(List.of(file));
        return then.isEmpty() ? null : FalcoConfig.read(then.get(0), now.loader());
    }

    /** The options of this side, of those of the other one. */
    public VerifyOptions options(VerifyOptions now) {
        return now.withRules(rules).with(config);
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
