// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.goal.Goals;
import io.kguard.internal.option.Goal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The script that starts the JVM knows which commands play scenarios. */
class LauncherScriptTest {
    private static final Pattern PLAYING = Pattern.compile("(?m)^([a-z| -]+)\\)\\n    kept=@PLAYING@");

    @Test
    void commandsThatPlayStartWithTheClassesThatPlayingTakes() throws IOException {
        String script = Files.readString(Path.of("src/main/sh/kguard"));
        assertThat(PLAYING.matcher(script)
                        .results()
                        .flatMap(result -> Stream.of(result.group(1).split(" \\| "))))
                .containsExactlyInAnyOrderElementsOf(Goals.all().stream()
                        .filter(Goal::plays)
                        .map(Goal::name)
                        .filter(name -> !name.equals("doctor")) // it plays nothing, and says what could
                        .toList());
    }
}
