// SPDX-License-Identifier: Apache-2.0
package io.kguard.benchmark;

import io.kguard.capture.EventBuilder;
import io.kguard.capture.WrittenProcess;
import io.kguard.event.FalcoVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes many small captures, no two of which are alike: what grows with the number of captures, or of different names in them, is to
 * be seen. Each has the alerts of a few shells that read password hashes.
 */
final class SmallCaptures {
    private static final int PROCESSES = 12;
    private static final int READS = 24;

    private SmallCaptures() {}

    /**
     * Writes the captures.
     *
     * @param arguments a folder, and how many
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        int count = Integer.parseInt(arguments[1]);
        for (int i = 0; i < count; i++) {
            capture(i).writeTo(folder.resolve("c" + i + ".scap"));
        }
    }

    private static EventBuilder capture(int number) {
        EventBuilder events = new EventBuilder(FalcoVersion.CURRENT);
        WrittenProcess server = events.pod("web-" + number, "shop-" + number % 100)
                .container("web", "registry.example/web:" + number)
                .process("/usr/sbin/nginx");
        for (int i = 0; i < PROCESSES; i++) {
            WrittenProcess worker = server.spawns("/usr/bin/worker" + i, "--request", number + "-" + i);
            for (int read = 0; read < READS; read++) {
                worker.reads("/srv/data/" + number + "/" + i + "/" + read);
            }
            if (i < number % 4) {
                worker.reads("/etc/shadow");
            }
        }
        return events;
    }
}
