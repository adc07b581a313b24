package io.kguard.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.requirement.RequiresRoot;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Simulations leave nothing in the JVM. {@code -Dkguard.soak=1000} runs more of them. */
@RequiresRoot
@Timeout(3600)
class SoakTest {
    @Test
    void whatTheJvmHoldsDoesNotGrow(@TempDir Path folder) throws Exception {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Soak.class.getName(),
                        folder.toString(),
                        System.getProperty("kguard.soak", "60"))
                .redirectErrorStream(true)
                .start();
        String table = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        System.out.println(table);
        assertThat(jvm.waitFor()).as(table).isZero();
    }
}
