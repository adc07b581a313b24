// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.internal.image.ImageCache.Bounds;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cache of images has a size, and what is in use stays. */
@Tag("trust")
class CacheBoundsTest {
    private static final int BLOCK = 4096;
    /** Room for three images of one block, each with its folder. */
    private static final Bounds THREE = new Bounds(3 * 2 * BLOCK, 100);

    @TempDir
    private Path folder;

    private Path home;

    @BeforeEach
    void chooseHome() {
        home = folder.resolve("images");
    }

    private static Path image(ImageCache cache, String name, int blocks) throws IOException {
        return cache.get(name, made -> Files.write(made.resolve("file"), new byte[blocks * BLOCK]));
    }

    /** Uses images in one run after the other, the first the longest ago. */
    private void earlierRuns(String... names) throws IOException {
        for (int i = 0; i < names.length; i++) {
            try (ImageCache cache = new ImageCache(home, THREE)) {
                image(cache, names[i], 1);
            }
            Files.setLastModifiedTime(
                    home.resolve(names[i] + ".size"),
                    FileTime.from(Instant.now().minusSeconds(1000 - i)));
        }
    }

    private List<String> entries() throws IOException {
        try (Stream<Path> all = Files.list(home)) {
            return all.filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .map(path -> String.valueOf(path.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void whatNobodyUsedForTheLongestTimeGoesFirst() throws IOException {
        earlierRuns("a", "b", "c");
        try (ImageCache cache = new ImageCache(home, THREE)) {
            image(cache, "a", 1); // used again
            image(cache, "d", 1);
        }

        assertThat(entries()).containsExactly("a", "c", "d");
        assertThat(home.resolve("b.size")).doesNotExist();
    }

    @Test
    void theNumberOfImagesIsBounded() throws IOException {
        earlierRuns("a", "b", "c");
        try (ImageCache cache = new ImageCache(home, new Bounds(1 << 20, 2))) {
            image(cache, "d", 1);
        }

        assertThat(entries()).containsExactly("c", "d");
    }

    @Test
    void aRunRemovesWhatIsTooMuchWhenItOpens() throws IOException {
        earlierRuns("a", "b", "c");
        try (ImageCache cache = new ImageCache(home, new Bounds(2 * BLOCK, 100))) {
            cache.sweep();
        }

        assertThat(entries()).containsExactly("c");
    }

    @Test
    void imagesOfAnEarlierVersionAreMeasured() throws IOException {
        Files.createDirectories(home.resolve("old"));
        Files.write(home.resolve("old/file"), new byte[9 * BLOCK]);
        try (ImageCache cache = new ImageCache(home, THREE)) {
            cache.sweep();
        }

        assertThat(entries()).isEmpty();
    }

    @Test
    void anImageThatIsLargerThanTheCacheIsAnErrorAndRemovesNothing() throws IOException {
        earlierRuns("a", "b", "c");
        try (ImageCache cache = new ImageCache(home, THREE)) {
            assertThatThrownBy(() -> image(cache, "large", 9))
                    .isInstanceOf(IOException.class)
                    .hasMessage("its files take 1 MiB, and the cache of images holds at most 1 MiB");
        }

        assertThat(entries()).containsExactly("a", "b", "c");
    }

    @Test
    void whatIsInUseStaysAndAnImageForWhichThereIsNoRoomIsAnError() throws IOException {
        earlierRuns("a", "b", "c");
        try (ImageCache other = new ImageCache(home, THREE)) {
            image(other, "b", 1);
            try (ImageCache user = new ImageCache(home, THREE)) {
                image(user, "a", 1);
                image(user, "b", 1);

                assertThatThrownBy(() -> image(other, "two", 3))
                        .hasMessageContaining("running kguards use what is in it");
                assertThat(entries()).contains("a", "b");
            }

            image(other, "two", 3);
            assertThat(entries()).containsExactly("b", "two");
        }
    }

    @Test
    void aFileWithSeveralNamesCountsOnce() throws IOException {
        Path one = Files.write(folder.resolve("one"), new byte[10 * BLOCK]);
        Path tree = Files.createDirectory(folder.resolve("tree"));
        for (int i = 0; i < 5; i++) {
            Files.createLink(tree.resolve("l" + i), one);
        }
        Files.createSymbolicLink(tree.resolve("s"), Path.of("/dev/zero"));

        assertThat(CacheRoom.size(tree)).isEqualTo(12 * BLOCK);
    }

    @Test
    void whatAnotherProcessUsesStaysUntilItEnds() throws IOException, InterruptedException {
        Process user = program("use", "a", "b", "c");
        try (BufferedReader said = said(user)) {
            assertThat(said.readLine()).isEqualTo("in use");
            try (ImageCache cache = new ImageCache(home, THREE)) {
                assertThatThrownBy(() -> image(cache, "d", 1)).hasMessageContaining("running kguards use");
                cache.sweep();
                assertThat(entries()).containsExactly("a", "b", "c");

                user.destroyForcibly().waitFor(); // a killed one gives its marks back, too
                image(cache, "d", 1);
                assertThat(entries()).hasSize(3).contains("d");
            }
        }
    }

    @Test
    void whatIsBeingMadeStaysAndWhatAKilledOneLeftGoes() throws IOException, InterruptedException {
        Process maker = program("make", "slow");
        try (BufferedReader said = said(maker)) {
            assertThat(said.readLine()).isEqualTo("making");
            try (ImageCache cache = new ImageCache(home, THREE)) {
                cache.sweep();
                assertThat(entries()).hasSize(1).first().asString().startsWith("making-");

                maker.destroyForcibly().waitFor();
                cache.sweep();
                assertThat(entries()).isEmpty();
            }
        }
    }

    @Test
    void twoProcessesAndTheirThreadsFindWhatTheyUse() throws Exception {
        List<Process> others = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            others.add(program("churn", "one", "two", "three", "four", "five"));
        }
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> here = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                here.add(threads.submit(() -> {
                    CacheUser.churn(home, "one", "two", "three", "four", "five");
                    return true;
                }));
            }
            for (Future<?> each : here) {
                each.get();
            }
            for (Process each : others) {
                try (BufferedReader said = said(each)) {
                    assertThat(said.readLine()).isEqualTo("found everything");
                }
                assertThat(each.waitFor()).isZero();
            }
        } finally {
            threads.shutdownNow();
            others.forEach(Process::destroyForcibly);
        }
        try (ImageCache cache = new ImageCache(home, THREE)) {
            cache.sweep();
        }
        assertThat(entries()).hasSizeLessThanOrEqualTo(3);
    }

    private Process program(String what, String... names) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                CacheUser.class.getName(),
                home.toString(),
                what));
        command.addAll(List.of(names));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static BufferedReader said(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }
}
