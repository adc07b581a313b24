// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.kguard.spark;

import org.jspecify.annotations.NullMarked;
