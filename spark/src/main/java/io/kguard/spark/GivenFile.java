// SPDX-License-Identifier: Apache-2.0
package io.kguard.spark;

import java.io.Serializable;

/**
 * A file that is to be judged.
 *
 * @param name its name, with that of its file system
 * @param content what is in it
 * @param bytes its size
 */
record GivenFile(String name, Content content, long bytes) implements Serializable {}
