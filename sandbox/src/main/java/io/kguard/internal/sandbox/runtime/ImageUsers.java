// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.kguard.event.StateEntry.UserEntry;
import io.kguard.internal.file.FileBelow;
import io.kguard.internal.file.FileFault;
import io.kguard.internal.image.Image;
import io.kguard.internal.sandbox.SandboxException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The users and groups that an image's files define. */
final class ImageUsers {
    private static final int MAX_BYTES = 1 << 20;

    private final List<String[]> users;
    private final List<String[]> groups;

    private ImageUsers(List<String[]> users, List<String[]> groups) {
        this.users = users;
        this.groups = groups;
    }

    public static ImageUsers of(Image image) {
        return new ImageUsers(read(image, "etc/passwd", 4), read(image, "etc/group", 4));
    }

    /** A user and its supplementary groups. */
    public record User(long uid, long gid, List<Long> additionalGids) {
        static final User ROOT = new User(0, 0, List.of());

        /** As {@code uid:gid}. */
        @Override
        public String toString() {
            return uid + ":" + gid;
        }
    }

    /** All users, the first of each uid. */
    public List<UserEntry> entries() {
        Map<String, UserEntry> entries = new LinkedHashMap<>();
        for (String[] user : users) {
            if (isNumber(user[3])) {
                entries.putIfAbsent(
                        user[2],
                        new UserEntry(
                                (int) Long.parseLong(user[2]),
                                (int) Long.parseLong(user[3]),
                                user[0],
                                user.length > 5 ? user[5] : "",
                                user.length > 6 ? user[6] : ""));
            }
        }
        return List.copyOf(entries.values());
    }

    /**
     * The user of a string {@code user[:group]}, with names or numbers.
     *
     * @throws SandboxException if the image does not define a name
     */
    public User find(String text) {
        String[] parts = text.split(":", 2);
        String[] entry = entry(users, parts[0]);
        if (entry == null && !isNumber(parts[0])) {
            throw new SandboxException(
                    SandboxException.Reason.BAD_REQUEST,
                    "the image's /etc/passwd has no user \"" + parts[0] + "\"; use a numeric uid");
        }
        if (entry != null && !isNumber(entry[3])) {
            throw new SandboxException(
                    SandboxException.Reason.BAD_REQUEST,
                    "the image's /etc/passwd has no number as the group of \"" + parts[0] + "\"");
        }
        long uid = Long.parseLong(entry == null ? parts[0] : entry[2]);
        long gid = parts.length == 2 ? group(parts[1]) : entry == null ? 0 : Long.parseLong(entry[3]);
        return new User(uid, gid, entry == null ? List.of() : memberships(entry[0]));
    }

    private long group(String text) {
        String[] entry = entry(groups, text);
        if (entry == null && !isNumber(text)) {
            throw new SandboxException(
                    SandboxException.Reason.BAD_REQUEST,
                    "the image's /etc/group has no group \"" + text + "\"; use a numeric gid");
        }
        return Long.parseLong(entry == null ? text : entry[2]);
    }

    private List<Long> memberships(String user) {
        List<Long> gids = new ArrayList<>();
        for (String[] group : groups) {
            if (List.of(group[3].split(",")).contains(user)) {
                gids.add(Long.parseLong(group[2]));
            }
        }
        return gids;
    }

    private static String @org.jspecify.annotations.Nullable [] entry(List<String[]> entries, String nameOrId) {
        for (String[] entry : entries) {
            if (entry[0].equals(nameOrId) || entry[2].equals(nameOrId)) {
                return entry;
            }
        }
        return null;
    }

    private static boolean isNumber(String text) {
        return text.matches("\\d{1,10}");
    }

    private static List<String[]> read(Image image, String file, int fields) {
        for (Path layer : image.layers()) {
            try {
                // a link, also one of its folder, could point out of the image
                byte[] content = FileBelow.read(layer, Path.of(file), MAX_BYTES);
                return entries(new String(content, ISO_8859_1), fields);
            } catch (NoSuchFileException e) {
                // another layer may have it
            } catch (IOException e) {
                throw new SandboxException(
                        SandboxException.Reason.IMAGE,
                        "the image's " + layer.resolve(file) + " can't be read: " + FileFault.reason(e),
                        e);
            }
        }
        return List.of();
    }

    private static List<String[]> entries(String text, int fields) {
        return text.lines()
                .map(line -> line.split(":", -1))
                .filter(entry -> entry.length >= fields && isNumber(entry[2]))
                .toList();
    }
}
