//! The model against figures that were worked out without it: the example of the accounting, to the wei.

use super::act::{Act, Consent};
use super::formula::{WAD, cut};
use super::{Completion, Delays, Holder, Kind, Mode, Model, Nat, Outcome, Refusal, Token, Vault, Withdrawal};

const ALICE: usize = 0;
const BOB: usize = 1;
const OPERATOR: usize = 2;
const VAULT: usize = 0;
const SET: u32 = 1;

fn ether(whole: u128) -> Nat {
    Nat::new(whole) * WAD
}

fn wei(decimal: &str) -> Nat {
    Nat::parse(decimal)
}

/// Hundredths of 1e18.
fn percent(hundredths: u128) -> Nat {
    Nat::new(hundredths * 10_000_000_000_000_000)
}

/// One strategy, two stakers with tokens and an operator, in block 1000. Delays of 100 blocks.
fn opened() -> Model {
    let mut token = Token::new(Kind::Still);
    token.mint(Holder::Person(ALICE), ether(1_000));
    token.mint(Holder::Person(BOB), ether(1_000));
    let delays = Delays { withdrawal: 100, resolution: 100 };
    let mut model = Model::new(delays, vec![token], vec![Vault::new(0)], 3);
    model.block = 1_000;
    act(&mut model, Act::Register { by: OPERATOR, approver: None });
    model
}

fn act(model: &mut Model, act: Act) -> Outcome {
    model.apply(&act).unwrap_or_else(|refusal| panic!("{act:?}: {refusal:?}"))
}

fn deposit(model: &mut Model, staker: usize, amount: Nat) {
    let consent = Consent::Allowance;
    let done = act(model, Act::Deposit { by: staker, staker, vault: VAULT, amount, consent });
    assert_eq!(done, Outcome::Shares(amount), "one to one until tokens are lost or given");
}

/// Queues shares of the one strategy, and gives the withdrawal.
fn queue(model: &mut Model, staker: usize, shares: Nat) -> Withdrawal {
    act(model, Act::Queue { by: staker, withdrawals: vec![vec![(VAULT, shares)]] });
    model.queue.last().cloned().expect("a withdrawal")
}

fn complete(model: &mut Model, withdrawal: &Withdrawal) -> Result<Nat, Refusal> {
    let completion = Completion { withdrawal: withdrawal.clone(), modes: vec![Mode::Tokens] };
    match model.complete(withdrawal.staker, &[completion])?[..] {
        [ref payouts] => Ok(payouts[0].amount),
        _ => panic!("one withdrawal was completed"),
    }
}

/// Slashes a proportion of an allocation, as the AllocationManager does. Returns what is left of it, and what is booked.
fn slash(model: &mut Model, allocated: Nat, proportion: Nat) -> (Nat, Nat) {
    let taken = cut(allocated, proportion);
    let magnitude = model.magnitude(Some(OPERATOR), VAULT) - taken;
    let cuts = vec![(VAULT, magnitude)];
    let Outcome::Amounts(booked) = act(model, Act::Slash { operator: OPERATOR, set: SET, cuts }) else {
        panic!("a slash gives what it booked")
    };
    (allocated - taken, booked[0])
}

fn clear(model: &mut Model, slash: u64) -> Nat {
    match act(model, Act::Clear { by: BOB, set: SET, slash, vault: None }) {
        Outcome::Amounts(paid) => paid[0],
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_model_follows_the_worked_example_to_the_wei() {
    let mut model = opened();
    deposit(&mut model, ALICE, ether(100));
    deposit(&mut model, BOB, ether(50));
    for by in [ALICE, BOB] {
        act(&mut model, Act::Delegate { by, operator: OPERATOR });
        assert_eq!(model.position(by, VAULT).factor, WAD);
    }
    assert_eq!(model.operator_shares(OPERATOR, VAULT), ether(150));

    model.block = 1_010;
    let bobs = queue(&mut model, BOB, ether(20));
    assert_eq!(bobs.entries, [(VAULT, ether(20))]);
    assert_eq!(model.operator_shares(OPERATOR, VAULT), ether(130));

    model.block = 1_020;
    let (allocated, booked) = slash(&mut model, percent(60), percent(25));
    assert_eq!((allocated, model.magnitude(Some(OPERATOR), VAULT)), (percent(45), percent(85)));
    assert_eq!(booked, wei("22500000000000000000"));
    assert_eq!(model.operator_shares(OPERATOR, VAULT), wei("110500000000000000000"));
    assert_eq!(model.withdrawable(ALICE, VAULT), ether(85));
    assert_eq!(model.withdrawable(BOB, VAULT), wei("25500000000000000000"));

    deposit(&mut model, ALICE, ether(10));
    assert_eq!(model.position(ALICE, VAULT).factor, wei("1016042780748663101"));
    assert_eq!(model.withdrawable(ALICE, VAULT), wei("94999999999999999943"));
    assert_eq!(model.operator_shares(OPERATOR, VAULT), wei("120500000000000000000"));

    model.block = 1_030;
    let (_, booked) = slash(&mut model, allocated, percent(50));
    assert_eq!(model.magnitude(Some(OPERATOR), VAULT), wei("625000000000000000"));
    assert_eq!(booked, wei("36397058823529411764"));
    assert_eq!(model.operator_shares(OPERATOR, VAULT), wei("88602941176470588236"));
    assert_eq!(model.withdrawable(ALICE, VAULT), wei("69852941176470588193"));
    assert_eq!(model.withdrawable(BOB, VAULT), wei("18750000000000000000"));

    model.block = 1_110;
    assert_eq!(complete(&mut model.clone(), &bobs), Err(Refusal::WithdrawalDelayNotElapsed));
    model.block = 1_111;
    assert_eq!(complete(&mut model, &bobs), Ok(wei("12500000000000000000")));
    let alices = queue(&mut model, ALICE, ether(110));
    assert_eq!(alices.entries, [(VAULT, wei("111764705882352941110"))]);
    assert_eq!(model.worth_of(&alices), [wei("69852941176470588193")]);
    assert_eq!(model.operator_shares(OPERATOR, VAULT), wei("18750000000000000043"));
    assert_eq!(model.position(ALICE, VAULT).factor, WAD);

    model.block = 1_212;
    assert_eq!(complete(&mut model, &alices), Ok(wei("69852941176470588193")));
    assert_eq!(clear(&mut model, 1), wei("22500000000000000000"));
    assert_eq!(clear(&mut model, 2), wei("36397058823529411764"));
    assert_eq!(model.tokens[0].balance(Holder::Burnt), wei("58897058823529411764"));
    assert_eq!(model.held(VAULT), wei("18750000000000000043"));
    assert_eq!(model.withdrawable(BOB, VAULT), wei("18750000000000000000"), "43 wei are nobody's");
}

#[test]
fn two_withdrawals_that_round_down_are_not_slashed_for_the_share_between_them() {
    let mut model = opened();
    deposit(&mut model, ALICE, Nat::new(30));
    act(&mut model, Act::Delegate { by: ALICE, operator: OPERATOR });
    slash(&mut model, WAD, percent(30));
    // 15 scaled shares at 0.7 are worth 10.5 each: ten and ten, though 21 together.
    for _ in 0..2 {
        let withdrawal = queue(&mut model, ALICE, Nat::new(15));
        assert_eq!(model.worth_of(&withdrawal), [Nat::new(10)]);
    }
    assert_eq!(model.slashable_in_queue(OPERATOR, VAULT), Nat::new(20));
    model.stakes.get_mut(&(OPERATOR, VAULT)).unwrap().shares = Nat::ZERO;
    assert_eq!(slash(&mut model, percent(70), WAD).1, Nat::new(20));
}

#[test]
fn one_withdrawal_is_slashed_for_all_it_is_worth() {
    let mut model = opened();
    deposit(&mut model, ALICE, ether(20));
    act(&mut model, Act::Delegate { by: ALICE, operator: OPERATOR });
    let withdrawal = queue(&mut model, ALICE, ether(20));
    assert_eq!(slash(&mut model, WAD, WAD), (Nat::ZERO, ether(20)));
    assert_eq!(model.worth_of(&withdrawal), [Nat::ZERO]);
}

#[test]
fn a_withdrawal_is_slashed_through_its_last_block_and_no_longer() {
    for (block, booked) in [(1_100, ether(10)), (1_101, Nat::ZERO)] {
        let mut model = opened();
        deposit(&mut model, ALICE, ether(20));
        act(&mut model, Act::Delegate { by: ALICE, operator: OPERATOR });
        let withdrawal = queue(&mut model, ALICE, ether(20));
        model.block = block;
        assert_eq!(slash(&mut model, WAD, percent(50)).1, booked);
        assert_eq!(model.worth_of(&withdrawal), [ether(20) - booked]);
        model.block = 1_101;
        assert_eq!(complete(&mut model, &withdrawal), Ok(ether(20) - booked));
    }
}

#[test]
fn after_a_loss_of_tokens_the_last_shares_are_promised_more_than_there_is() {
    let mut model = opened();
    deposit(&mut model, ALICE, Nat::new(3_000));
    act(&mut model, Act::Rebase { token: 0, multiplier: percent(50) });
    let withdrawal = queue(&mut model, ALICE, Nat::new(3_000));
    model.block = 1_101;
    // 3000 · 2500 / 4000 of 1500.
    assert_eq!(complete(&mut model.clone(), &withdrawal), Err(Refusal::ERC20InsufficientBalance));
    act(&mut model, Act::Donate { by: BOB, vault: VAULT, amount: Nat::new(1_500) });
    assert_eq!(complete(&mut model, &withdrawal), Ok(Nat::new(3_000)));
}
