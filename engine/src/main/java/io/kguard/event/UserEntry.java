// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import org.apiguardian.api.API;

/** A user of the host. */
@API(status = API.Status.INTERNAL)
public record UserEntry(int uid, int gid, String name, String home, String shell) implements StateEntry {}
