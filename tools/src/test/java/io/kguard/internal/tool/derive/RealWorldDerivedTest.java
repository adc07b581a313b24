// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.requirement.RequiresShared;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Acts are found for nearly all rules that people wrote. */
@RequiresShared
class RealWorldDerivedTest {
    @Test
    void nearlyAllHaveAnAct() throws IOException {
        DerivedFigures figures = new DerivedFigures(false);
        List<Optional<UserRules>> files = UserRules.ofUsers();
        files.stream()
                .flatMap(Optional::stream)
                .forEach(file -> file.rules().forEach(rule -> figures.add(file.loaded(), rule, file.name() + ": ")));
        figures.print();
        System.out.println("files that do not load: "
                + files.stream().filter(Optional::isEmpty).count());
        assertThat(figures.wrong()).isEmpty();
        int satisfiable = figures.solved().size() + figures.unsolved().size();
        assertThat(satisfiable).isGreaterThan(140);
        assertThat(figures.solved().size()).isGreaterThanOrEqualTo(satisfiable * 95 / 100);
    }
}
