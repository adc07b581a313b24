// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.beside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.model.Container;
import io.kguard.engine.EngineOptions;
import io.kguard.event.FalcoVersion;
import io.kguard.requirement.RequiresDocker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.images.builder.Transferable;

/** A Falco in an image has its files, and gives its alerts; what happens to a bad one is said. The program here is a script. */
@RequiresDocker
@Timeout(240)
class FalcoImageTest {
    private static final String DOCKERFILE = """
            FROM scratch
            COPY busybox /bin/busybox
            RUN ["/bin/busybox", "--install", "/bin"]
            COPY falco /bin/falco
            ENV PATH=/bin
            """;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private String image = "";

    @AfterEach
    void nothingIsLeft() {
        List<Container> left = DockerClientFactory.instance()
                .client()
                .listContainersCmd()
                .withShowAll(true)
                .withAncestorFilter(List.of(image))
                .exec();
        assertThat(left).isEmpty();
    }

    @Test
    void itReadsTheRulesAndTheCaptureAndItsAlertsComeBack() throws Exception {
        Path capture = Files.writeString(folder.resolve("a.scap"), "the events");
        Path real = Files.createDirectories(folder.resolve("real/..data"));
        Files.writeString(real.resolve("a.yaml"), "the rules");
        Files.createSymbolicLink(folder.resolve("real/a.yaml"), Path.of("..data/a.yaml"));
        // as a ConfigMap is mounted, and through a link
        Path rules = Files.createSymbolicLink(folder.resolve("rules"), Path.of("real"));
        // it gets -c CONFIG, and answers with what it read
        Falco falco = falco("""
                [ "$3" = --version ] && echo 'Falco version: 0.40.0 (x86_64)' && exit
                out=$(sed 's/.*"filename":"\\([^"]*\\)".*/\\1/' "$2")
                rules=$(sed 's/.*"rules_files":\\["\\([^"]*\\)".*/\\1/' "$2")
                capture=$(sed 's/.*"capture_file":"\\([^"]*\\)".*/\\1/' "$2")
                cat "$capture" "$rules/a.yaml" >> "$out"
                """);
        assertThat(falco).hasToString("Falco 0.40.0");
        assertThat(falco.judge(capture, settings(rules), LIMIT)).containsExactly("the eventsthe rules");
    }

    @Test
    void aFalcoThatFailsIsAnErrorWithItsWords() throws Exception {
        FalcoImage failing = image("echo 'rules.yaml: LOAD_ERR' >&2; exit 3");
        assertThatThrownBy(() -> Falco.of(failing))
                .isInstanceOf(IOException.class)
                .hasMessage("falco of the image " + image + " failed with status 3: rules.yaml: LOAD_ERR");
    }

    @Test
    void aFalcoThatHangsIsEnded() throws Exception {
        FalcoImage hanging = image("echo still here; exec sleep 600");
        Falco falco = new Falco(hanging, "0.40.0");
        Path capture = Files.createFile(folder.resolve("a.scap"));
        assertThatThrownBy(() -> falco.judge(capture, settings(capture), Duration.ofSeconds(10)))
                .hasMessage("falco of the image " + image + " did not end within 10 s: still here");
    }

    @Test
    void anImageWithoutAFalcoIsSaid() throws Exception {
        image = new ImageFromDockerfile()
                .withFileFromString("Dockerfile", "FROM scratch\nCOPY nothing /\n")
                .withFileFromString("nothing", "")
                .get();
        assertThatThrownBy(() -> Falco.of(FalcoImage.of(image)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("falco of the image " + image + " can't run: ")
                .hasMessageContaining("falco")
                .hasMessageContaining("not found");
    }

    @Test
    void anImageThatDockerCannotGetIsSaid() {
        image = "localhost:1/falco:0.40.0"; // nothing listens there
        assertThatThrownBy(() -> FalcoImage.of(image))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("falco of the image " + image + ": Docker can't get the image: ")
                .hasMessageContaining("refused");
    }

    @Test
    void aNameThatIsNoneIsRefused() {
        assertThatThrownBy(() -> FalcoImage.of("Falco image"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Falco image");
    }

    private Falco falco(String script) throws IOException, ExecutionException, InterruptedException {
        return Falco.of(image(script));
    }

    private FalcoImage image(String script) throws IOException, ExecutionException, InterruptedException {
        image = new ImageFromDockerfile()
                .withFileFromString("Dockerfile", DOCKERFILE)
                .withFileFromPath("busybox", Path.of("/bin/busybox"))
                .withFileFromTransferable("falco", Transferable.of("#!/bin/sh\n" + script + "\n", 0755))
                .get();
        return FalcoImage.of(image);
    }

    private static FalcoSettings settings(Path rules) {
        return new FalcoSettings(List.of(rules), EngineOptions.of(FalcoVersion.V0_40));
    }
}
