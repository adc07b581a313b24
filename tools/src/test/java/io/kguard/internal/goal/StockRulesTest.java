// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StockRulesTest {
    @TempDir
    Path folder;

    @Test
    void theWordIsTheMachinesCopy() throws IOException {
        Path copy = Files.writeString(folder.resolve("falco_rules.yaml"), "[]");
        Path own = folder.resolve("own.yaml");

        assertThat(StockRules.resolve(List.of(folder.resolve("stock"), own), copy))
                .containsExactly(copy, own);
    }

    @Test
    void aFileWithThatNameIsMeantIfThereIsOne() throws IOException {
        Path file = Files.createDirectory(folder.resolve("stock"));

        assertThat(StockRules.resolve(List.of(file), folder.resolve("none.yaml")))
                .containsExactly(file);
    }

    @Test
    void aMachineWithoutACopyIsToldWhatToDo() {
        assertThatThrownBy(() -> StockRules.resolve(List.of(folder.resolve("stock")), folder.resolve("none.yaml")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there is no " + folder.resolve("none.yaml"))
                .hasMessageContaining("name your own copy instead");
    }
}
