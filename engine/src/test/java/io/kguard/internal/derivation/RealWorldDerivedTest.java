// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.derivation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.FalcoVersion;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Shared;
import io.kguard.rule.LoadResult;
import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Acts are found for nearly all rules that people wrote. */
@RequiresShared
class RealWorldDerivedTest {
    private static final Path FOLDER = Shared.path("conformance/real-world");
    private static final Path BASE = Shared.path("conformance/falco-rules/0.40");

    @Test
    void nearlyAllHaveAnAct() throws IOException {
        DerivedFigures figures = new DerivedFigures();
        List<String> unloaded = new ArrayList<>();
        for (Path file : files()) {
            String name = file.getFileName().toString();
            LoadResult loaded = load(FalcoVersion.V0_40, List.of(file));
            FalcoVersion version = FalcoVersion.V0_40;
            if (!loaded.isSuccessful()) {
                loaded = load(
                        version,
                        List.of(
                                BASE.resolve("falco_rules.yaml"),
                                BASE.resolve("falco-incubating_rules.yaml"),
                                BASE.resolve("falco-sandbox_rules.yaml"),
                                file));
            }
            if (!loaded.isSuccessful()) {
                version = FalcoVersion.CURRENT;
                loaded = load(version, List.of(file));
            }
            if (!loaded.isSuccessful()) {
                unloaded.add(name + ": " + loaded.errors().get(0).message());
                continue;
            }
            LoadResult rules = loaded;
            FalcoVersion as = version;
            rules.rules().stream()
                    .filter(rule -> rule.position().file().contains(name))
                    .forEach(rule -> figures.add(rules, as, rule, name + ": "));
        }
        figures.print();
        unloaded.forEach(line -> System.out.println("UNLOADED " + line));
        assertThat(figures.solved).isNotEmpty();
    }

    private static LoadResult load(FalcoVersion version, List<Path> files) {
        return RuleLoader.of(version).load(files);
    }

    private static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String folder : new String[] {"rules", "helm"}) {
            try (Stream<Path> all = Files.list(FOLDER.resolve(folder))) {
                all.sorted().forEach(files::add);
            }
        }
        return files;
    }
}
