// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.event.FalcoVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The entries of a folder with rules: the files that Falco reads, in their order, and what it passes over although there may be
 * rules in it.
 *
 * @param files the files that Falco reads
 * @param unread the others: broken links, folders with rule files, and files whose names Falco ignores
 */
record RulesFolder(List<Path> files, List<Unloaded> unread) {
    private static final int MAX_SEARCHED = 10_000;

    static RulesFolder of(Path folder, FalcoVersion version) throws IOException {
        Map<String, Path> regular = new TreeMap<>();
        List<Unloaded> unread = new ArrayList<>();
        List<Path> entries;
        try (Stream<Path> all = Files.list(folder)) {
            entries = all.sorted().toList();
        }
        for (Path entry : entries) {
            String name = String.valueOf(entry.getFileName());
            if (Files.isRegularFile(entry)) {
                regular.put(name, entry);
            } else {
                String reason = notAFile(entry, name);
                if (!reason.isEmpty()) {
                    unread.add(unread(entry, name, reason));
                }
            }
        }
        List<String> read = FolderFiles.read(regular.keySet(), version);
        regular.forEach((name, file) -> {
            if (!read.contains(name)
                    && IgnoredYamlFiles.isMeant(file, "- rule:", "- macro:", "- list:", "- required_")) {
                unread.add(unread(
                        file,
                        name,
                        "Falco " + version + " reads only files that end with .yaml or .yml, and ignores it"));
            }
        });
        return new RulesFolder(
                read.stream()
                        .map(name -> Objects.requireNonNull(regular.get(name)))
                        .toList(),
                unread);
    }

    /** Why an entry that is no regular file is not read; empty if no rule can be lost by it. */
    private static String notAFile(Path entry, String name) throws IOException {
        if (!Files.isDirectory(entry)) {
            return Files.isSymbolicLink(entry) && !Files.exists(entry)
                    ? "it is a broken link: " + Files.readSymbolicLink(entry) + " does not exist"
                    : "it is no regular file, and Falco passes over it";
        }
        return IgnoredYamlFiles.isBehindConfigMap(name) || !holdsRules(entry)
                ? ""
                : "it is a folder with rule files, and Falco reads only the files of the folder itself";
    }

    private static boolean holdsRules(Path folder) throws IOException {
        try (Stream<Path> below = Files.walk(folder)) {
            return below.limit(MAX_SEARCHED)
                    .filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .anyMatch(file -> FolderFiles.isYaml(file.toString()));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Unloaded unread(Path entry, String name, String reason) {
        Diagnostic why = Context.of(new RuleFileText(entry.toString(), ""))
                .diagnostic(
                        DiagnosticCode.LINT_UNREAD_FILE,
                        "The rules of '" + name + "' are not loaded: " + reason,
                        "mend it, give it another name, or move it out of the folder");
        return Unloaded.other(Unloaded.Kind.FILE, name, why);
    }
}
