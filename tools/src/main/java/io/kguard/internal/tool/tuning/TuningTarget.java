// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.tuning;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.file.FileToRead;
import io.kguard.internal.file.WholeFile;
import io.kguard.internal.message.Wording;
import io.kguard.internal.verify.VerifyOptions;
import io.kguard.rule.LoadResult;
import io.kguard.rule.RuleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where exceptions go.
 *
 * @param file the rule file; what it has stays before them
 * @param isWritten whether they are written at all
 */
public record TuningTarget(Path file, boolean isWritten) {
    private static final String NAME = "zz-kguard-exceptions.yaml";

    /** A file in the last folder of the rules or beside their last file. Its name makes it the last of its folder. */
    public static Path defaultFile(List<Path> rules) {
        Path last = rules.get(rules.size() - 1);
        return Files.isDirectory(last) ? last.resolve(NAME) : last.resolveSibling(NAME);
    }

    /**
     * Writes exceptions, and makes sure that they take effect.
     *
     * @return why they were not written, as a sentence; empty if they were, or should not be
     */
    String write(VerifyOptions options, List<ProposedException> exceptions) throws IOException {
        if (!isWritten) {
            return "";
        }
        boolean existed = Files.exists(file);
        String old = existed ? Files.readString(FileToRead.of(file), UTF_8) : "";
        String gap = old.isEmpty() || old.endsWith("\n") ? "" : "\n";
        WholeFile.write(file, old + gap + ExceptionsYaml.of(exceptions));
        String refusal = refusal(options, exceptions);
        if (!refusal.isEmpty()) {
            if (existed) {
                WholeFile.write(file, old);
            } else {
                Files.delete(file);
            }
        }
        return refusal;
    }

    private String refusal(VerifyOptions options, List<ProposedException> exceptions) {
        List<Path> rules = new ArrayList<>(options.rules());
        if (!isLoaded(rules)) {
            rules.add(file);
        }
        LoadResult loaded = options.loader().load(rules);
        if (!loaded.errors().isEmpty()) {
            return "The rules would not load with " + file + ": "
                    + loaded.errors().get(0).message().strip() + " It must come after the rules that it changes.";
        }
        return exceptions.stream()
                .filter(exception -> loaded.rule(exception.rule()).stream()
                        .flatMap(rule -> rule.exceptions().stream())
                        .map(RuleException::name)
                        .noneMatch(exception.name()::equals))
                .findFirst()
                .map(exception -> file + " has no effect on the rule \"" + exception.rule()
                        + "\", because a later file defines the rule. Name a file that comes later ("
                        + Wording.option("into") + ").")
                .orElse("");
    }

    /** Whether the rules already have the file. */
    boolean isLoaded(List<Path> rules) {
        Path own = file.toAbsolutePath().normalize();
        return rules.stream()
                .map(path -> path.toAbsolutePath().normalize())
                .anyMatch(path -> path.equals(own) || Files.isDirectory(path) && path.equals(own.getParent()));
    }
}
