// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.image;

import io.kguard.internal.image.ImageCache.Bounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Another kguard that uses a cache of images with room for three of one block. */
final class CacheUser {
    private static final Bounds THREE = new Bounds(3 * 2 * 4096, 100);
    private static final int TURNS = 60;

    private CacheUser() {}

    public static void main(String[] args) throws IOException {
        Path home = Path.of(args[0]);
        String[] names = Arrays.copyOfRange(args, 2, args.length);
        switch (args[1]) {
            case "use" -> use(home, names);
            case "make" -> make(home, names[0]);
            default -> {
                churn(home, names);
                System.out.println("found everything");
            }
        }
    }

    /** Uses images until it is killed. */
    private static void use(Path home, String... names) throws IOException {
        try (ImageCache cache = new ImageCache(home, THREE)) {
            for (String name : names) {
                image(cache, name);
            }
            untilKilled("in use");
        }
    }

    /** Makes an image until it is killed. */
    private static void make(Path home, String name) throws IOException {
        try (ImageCache cache = new ImageCache(home, THREE)) {
            cache.get(name, made -> untilKilled("making"));
        }
    }

    private static void untilKilled(String said) throws IOException {
        System.out.println(said);
        System.in.read(); // the test never writes
    }

    /**
     * Uses one image after the other, for a while.
     *
     * @throws IOException if one that is in use is not there
     */
    static void churn(Path home, String... names) throws IOException {
        for (int turn = 0; turn < TURNS; turn++) {
            for (String name : names) {
                try (ImageCache cache = new ImageCache(home, THREE)) {
                    Path file = image(cache, name).resolve("file");
                    if (Files.size(file) != 4096) {
                        throw new IOException(file + " is not whole");
                    }
                } catch (IOException e) {
                    if (!String.valueOf(e.getMessage()).contains("running kguards use")) {
                        throw e;
                    }
                    // the others use all of it just now
                }
            }
        }
    }

    private static Path image(ImageCache cache, String name) throws IOException {
        return cache.get(name, made -> Files.write(made.resolve("file"), new byte[4096]));
    }
}
