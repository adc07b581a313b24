// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

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
    private static final List<Path> BASE_FILES = Stream.of(
                    "falco_rules.yaml", "falco-incubating_rules.yaml", "falco-sandbox_rules.yaml")
            .map(file -> Shared.path("conformance/falco-rules/0.40").resolve(file))
            .toList();

    @Test
    void nearlyAllHaveAnAct() throws IOException {
        DerivedFigures figures = new DerivedFigures(false);
        int unloaded = 0;
        for (Path file : files()) {
            LoadResult loaded = load(FalcoVersion.V0_40, List.of(file));
            if (!loaded.isSuccessful()) {
                List<Path> afterBase = new ArrayList<>(BASE_FILES);
                afterBase.add(file);
                loaded = load(FalcoVersion.V0_40, afterBase);
            }
            if (!loaded.isSuccessful()) {
                loaded = load(FalcoVersion.CURRENT, List.of(file));
            }
            if (loaded.isSuccessful()) {
                LoadResult rules = loaded;
                String name = file.getFileName().toString();
                rules.rules().stream()
                        .filter(rule -> rule.position().file().contains(name))
                        .forEach(rule -> figures.add(rules, rule, name + ": "));
            } else {
                unloaded++;
            }
        }
        figures.print();
        System.out.println("files that do not load: " + unloaded);
        assertThat(figures.wrong()).isEmpty();
        int satisfiable = figures.solved().size() + figures.unsolved().size();
        assertThat(satisfiable).isGreaterThan(140);
        assertThat(figures.solved().size()).isGreaterThanOrEqualTo(satisfiable * 95 / 100);
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
