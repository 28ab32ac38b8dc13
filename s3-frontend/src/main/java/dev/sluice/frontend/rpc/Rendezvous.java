package dev.sluice.frontend.rpc;

/** Rendezvous hashing: the rank of each agent for a name, the same for every frontend. */
final class Rendezvous {
  private Rendezvous() {}

  /**
   * The rank; the agent of the highest one is the first choice.
   *
   * @param agent position of the agent in an order that all frontends share
   */
  static int rank(String name, int agent) {
    int mixed = (name + '#' + agent).hashCode() * 0x9E3779B9;
    return mixed ^ (mixed >>> 15);
  }
}
