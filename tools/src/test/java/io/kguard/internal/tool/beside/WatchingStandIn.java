// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.beside;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program that stands in for a Falco that watches. It sees the files of canaries, and says what a script has for each: the lines of
 * the file {@code N} in its folder come before the alert of the canary N. {@code end} ends it, and {@code deaf} makes it silent. It is a JVM with no class of
 * kguard's but this one.
 */
final class WatchingStandIn {
    private static final Pattern RULE = Pattern.compile("rule: (kguard canary \\S+)");

    private WatchingStandIn() {}

    /** Runs it: the folder of the script, the number of losses, and the configuration. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path script = Path.of(arguments[0]);
        Path folder = Path.of(arguments[2]).getParent();
        Matcher rule = RULE.matcher(Files.readString(folder.resolve("canary.yaml")));
        if (!rule.find()) {
            throw new IllegalStateException("there is no canary");
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            System.err.println("Syscall event drop monitoring:");
            System.err.println("   - event drop detected: " + arguments[1] + " occurrences");
            Runtime.getRuntime().halt(0);
        }));
        try (WatchService watch = folder.getFileSystem().newWatchService()) {
            folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            while (true) {
                WatchKey key = watch.take();
                for (WatchEvent<?> event : key.pollEvents()) {
                    seen(folder.resolve(String.valueOf(event.context())), rule.group(1), script);
                }
                key.reset();
            }
        }
    }

    private static void seen(Path file, String rule, Path script) throws IOException {
        String number = file.getFileName().toString().replaceFirst("canary-", "");
        Path said = script.resolve(number);
        for (String line : Files.exists(said) ? Files.readAllLines(said, UTF_8) : List.<String>of()) {
            if (line.equals("end")) {
                System.err.println("the probe was detached");
                Runtime.getRuntime().halt(3);
            } else if (line.equals("deaf")) {
                return;
            }
            System.out.println(line.replace("NOW", Instant.now().toString()));
        }
        System.out.println("{\"rule\":\"" + rule + "\",\"priority\":\"Emergency\",\"time\":\"" + Instant.now()
                + "\",\"output\":\"canary\",\"output_fields\":{\"fd.name\":\"" + file + "\"}}");
        System.out.flush();
    }
}
