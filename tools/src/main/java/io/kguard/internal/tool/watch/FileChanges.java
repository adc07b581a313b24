// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.watch;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Waits until files or folders change. Not thread-safe. */
final class FileChanges implements AutoCloseable {
    /** An editor saves a file in several steps. */
    private static final long MILLIS_OF_ONE_SAVE = 15;

    private final WatchService service;
    private final List<Path> places = new ArrayList<>();
    private final Map<WatchKey, Path> folders = new HashMap<>();

    private FileChanges(WatchService service) {
        this.service = service;
    }

    /**
     * Watches files, and folders with all that is in them. What does not exist is left to those who read it.
     *
     * @throws IOException if one can't be watched
     */
    static FileChanges of(List<Path> places) throws IOException {
        FileChanges changes = new FileChanges(FileSystems.getDefault().newWatchService());
        try {
            changes.add(places);
        } catch (IOException e) {
            changes.close();
            throw e;
        }
        return changes;
    }

    /**
     * Watches more. To be called before {@link #await}.
     *
     * @throws IOException if one can't be watched
     */
    void add(List<Path> more) throws IOException {
        for (Path given : more) {
            Path place = given.toAbsolutePath().normalize();
            places.add(place);
            if (Files.isDirectory(place)) {
                watchBelow(place);
            } else {
                watch(place.getParent());
            }
        }
    }

    private void watchBelow(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> walked = Files.walk(folder)) {
            all = walked.filter(Files::isDirectory).toList();
        }
        for (Path one : all) {
            watch(one);
        }
    }

    private void watch(@Nullable Path folder) throws IOException {
        if (folder != null && Files.isDirectory(folder) && !folders.containsValue(folder)) {
            WatchKey key = folder.register(
                    service,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE,
                    StandardWatchEventKinds.OVERFLOW);
            folders.put(key, folder);
        }
    }

    /**
     * Waits for the next change.
     *
     * @return the changed files; if there were too many to tell, all places
     * @throws ClosedWatchServiceException if this is closed meanwhile
     */
    Set<Path> await() throws InterruptedException, IOException {
        Set<Path> changed = new HashSet<>();
        while (changed.isEmpty()) {
            for (WatchKey key = service.take();
                    key != null;
                    key = service.poll(MILLIS_OF_ONE_SAVE, TimeUnit.MILLISECONDS)) {
                take(key, changed);
            }
        }
        return changed;
    }

    private void take(WatchKey key, Set<Path> changed) throws IOException {
        Path folder = folders.get(key);
        for (WatchEvent<?> event : key.pollEvents()) {
            if (folder == null || !(event.context() instanceof Path name)) {
                changed.addAll(places);
                continue;
            }
            Path file = folder.resolve(name);
            if (Files.isDirectory(file)) {
                watchBelow(file);
            }
            if (places.stream().anyMatch(file::startsWith)) {
                changed.add(file);
            }
        }
        key.reset();
    }

    @Override
    public void close() throws IOException {
        service.close();
    }
}
