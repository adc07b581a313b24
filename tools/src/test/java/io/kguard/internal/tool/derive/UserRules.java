// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.event.FalcoVersion;
import io.kguard.requirement.Shared;
import io.kguard.rule.LoadResult;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The rules of a file that somebody published.
 *
 * @param name the name of the file
 * @param loaded what was loaded: the file, after the public rules if it needs them
 * @param rules the file's own rules
 */
public record UserRules(String name, LoadResult loaded, List<Rule> rules) {
    private static final Path FOLDER = Shared.path("conformance/real-world");
    private static final Path CURRENT = Shared.path("conformance/falco-rules/current");
    private static final List<String> NAMES =
            List.of("falco_rules.yaml", "falco-incubating_rules.yaml", "falco-sandbox_rules.yaml");

    /** The public rules of today. */
    static UserRules ofFalco() {
        LoadResult loaded = RuleLoader.of(FalcoVersion.CURRENT)
                .load(Stream.concat(NAMES.stream(), Stream.of("k8s_audit_rules.yaml"))
                        .map(CURRENT::resolve)
                        .toList());
        return new UserRules("", loaded, loaded.rules());
    }

    /** The files that users published; none in place of one that does not load. */
    public static List<Optional<UserRules>> ofUsers() throws IOException {
        List<Optional<UserRules>> all = new ArrayList<>();
        for (String folder : new String[] {"rules", "helm"}) {
            try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
                files.sorted().map(UserRules::of).forEach(all::add);
            }
        }
        return all;
    }

    private static Optional<UserRules> of(Path file) {
        String name = file.getFileName().toString();
        Path base = Shared.path("conformance/falco-rules/0.40");
        List<Path> afterBase = Stream.concat(NAMES.stream().map(base::resolve), Stream.of(file))
                .toList();
        return Stream.<Supplier<LoadResult>>of(
                        () -> RuleLoader.of(FalcoVersion.V0_40).load(List.of(file)),
                        () -> RuleLoader.of(FalcoVersion.V0_40).load(afterBase),
                        () -> RuleLoader.of(FalcoVersion.CURRENT).load(List.of(file)))
                .map(Supplier::get)
                .filter(LoadResult::isSuccessful)
                .findFirst()
                .map(loaded -> new UserRules(
                        name,
                        loaded,
                        loaded.rules().stream()
                                .filter(rule -> rule.position().file().contains(name))
                                .toList()));
    }
}
