// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.workload.ImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageImagesTest {
    @TempDir
    Path home;

    @Test
    void anImageThatIsNotMadeIsMissingAndSaysHowItIsMade() {
        assertThat(PackageImages.missing(home, "debian-tools"))
                .contains("the image debian-tools, which mvn kguard:images makes of packages of Debian");
        assertThat(PackageImages.missing(home, "base")).isEmpty();
        assertThat(PackageImages.missing(home, "debian:12")).isEmpty();
    }

    @Test
    void nothingIsDownloadedForAPodWhoseImageIsNotMade() throws IOException {
        try (ImageCache cache = new ImageCache(home)) {
            ImageLoader loader = new ImageLoader(cache, Map::of, reference -> {
                throw new IOException("no daemon");
            });

            assertThatThrownBy(() -> loader.load(new ImageSource.BuiltIn("debian-tools")))
                    .isInstanceOf(ImageException.class)
                    .hasMessage("there is no image debian-tools yet. Make it with mvn kguard:images: it downloads"
                            + " packages of Debian.");
        }
        assertThat(PackageImages.missing(home, "debian-tools")).isPresent();
    }

    @Test
    void anImageThatIsMadeIsNotMissingAndNotMadeAgain() throws IOException {
        List<String> said = new ArrayList<>();
        for (String image : PackageImages.NAMES) {
            Files.createDirectories(PackageImages.folder(home, image));
        }
        try (ImageCache cache = new ImageCache(home)) {
            PackageImages.make(cache, said::add);
        }

        assertThat(PackageImages.missing(home, "debian-tools")).isEmpty();
        assertThat(said)
                .containsExactly("debian-node: is there", "debian-services: is there", "debian-tools: is there");
    }

    /** Not every release has the packages of all of them. */
    @Test
    void anImageThatCanNotBeMadeDoesNotKeepTheOthersAway() throws IOException {
        List<String> said = new ArrayList<>();
        Map<String, List<String>> images =
                Map.of("first", List.of("no-such-package-anywhere"), "second", List.of("sensible-utils"));
        try (ImageCache cache = new ImageCache(home)) {
            assertThatThrownBy(() -> PackageImages.make(cache, images, said::add))
                    .isInstanceOf(ImageException.class)
                    .hasMessageMatching("(?s)(first can't be made: .*no-such-package-anywhere.*|"
                            + ".*apt-get -q update failed.*|.*no apt-get.*)")
                    .satisfies(e -> assertThat(said)
                            .as(e.getMessage())
                            .hasSize(String.valueOf(e.getMessage()).startsWith("first") ? 1 : 0)
                            .allMatch(line -> line.equals("second: made of 1 packages")));
        }
    }

    @Test
    void aPackageThatThereIsNotIsNamed() throws IOException {
        try (ImageCache cache = new ImageCache(home.resolve("images"))) {
            assertThatThrownBy(() -> cache.withScratch(scratch -> {
                        Files.createDirectory(scratch.resolve("image"));
                        return AptClient.in(scratch, 1 << 20)
                                .unpack(List.of("no-such-package-anywhere"), scratch.resolve("image"));
                    }))
                    .isInstanceOf(ImageException.class)
                    .hasMessageMatching("(?s).*(no-such-package-anywhere|apt-get -q update failed|no apt-get).*");
        }
        assertThat(home.resolve("images")).isDirectoryNotContaining("glob:making-*");
    }
}
