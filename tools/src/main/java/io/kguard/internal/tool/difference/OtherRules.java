// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.difference;

import io.kguard.internal.verify.Revision;
import io.kguard.internal.verify.VerifyOptions;
import io.kguard.output.FalcoConfig;
import java.io.IOException;
import java.nio.file.Path;
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
        List<Path> places = Revision.places(against, now.rules());
        if (!places.isEmpty()) {
            return new OtherRules(against, places, now.config(), null);
        }
        Revision revision = Revision.of(against, now.rules());
        try {
            FalcoConfig config = config(revision, now);
            List<Path> rules = config != null && now.files().configNamesRules()
                    ? config.rulesFiles().stream().map(Path::of).toList()
                    : now.rules();
            revision.requireComparable(rules);
            return new OtherRules(against, revision.copy(rules), config, revision);
        } catch (IOException | RuntimeException e) {
            revision.close();
            throw e;
        }
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
