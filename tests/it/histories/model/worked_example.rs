//! The model against figures that were worked out without it: the example of the accounting, to the wei.

use super::act::{Act, Change, Consent, NewSet};
use super::formula::WAD;
use super::{
    Allocation, Completion, Delays, Holder, Kind, Mode, Model, Nat, Outcome, Pending, Refusal, SetId, Token,
    Told, Vault, Withdrawal,
};

const ALICE: usize = 0;
const BOB: usize = 1;
const OPERATOR: usize = 2;
const AVS: usize = 3;
const VAULT: usize = 0;
const SET: SetId = SetId { avs: AVS, id: 1 };

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

/// One strategy, two stakers with tokens and an operator in a set, to which it begins to allocate, in block 1000. Delays of
/// 100 blocks, but of 10 for allocations.
fn opened(allocated: Nat) -> Model {
    let mut token = Token::new(Kind::Still);
    token.mint(Holder::Person(ALICE), ether(1_000));
    token.mint(Holder::Person(BOB), ether(1_000));
    let delays =
        Delays { withdrawal: 100, resolution: 100, deallocation: 100, configuration: 100, floor: 100 };
    let mut model = Model::new(delays, vec![token], vec![Vault::new(0)], 4);
    model.block = 1_000;
    act(&mut model, Act::Register { by: OPERATOR, approver: None, delay: 10 });
    act(&mut model, Act::PublishMetadata { by: AVS, avs: AVS });
    act(&mut model, Act::SetRegistrar { by: AVS, avs: AVS });
    let set = NewSet { id: SET.id, vaults: vec![VAULT], slasher: Some(AVS), recipient: None };
    act(&mut model, Act::CreateSets { by: AVS, avs: AVS, sets: vec![set], redistributing: false });
    act(&mut model, Act::RegisterForSets { by: OPERATOR, operator: OPERATOR, avs: AVS, ids: vec![SET.id] });
    allocate(&mut model, allocated);
    model
}

fn allocate(model: &mut Model, magnitude: Nat) {
    let change = Change { set: SET, vaults: vec![VAULT], magnitudes: vec![magnitude.small()] };
    act(model, Act::ModifyAllocations { by: OPERATOR, operator: OPERATOR, changes: vec![change] });
}

fn allocation(model: &Model) -> Allocation {
    model.allocation(OPERATOR, SET, VAULT)
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

/// Slashes a proportion of what is allocated. Returns what is booked, and which part of the stake that was.
fn slash(model: &mut Model, proportion: Nat) -> (Nat, Nat) {
    let (vaults, wads) = (vec![VAULT], vec![proportion]);
    match act(model, Act::Slash { by: AVS, operator: OPERATOR, set: SET, vaults, wads }) {
        Outcome::Slashed(_, booked, told) => match told.last() {
            Some(Told::Proportions(of_stake)) => (booked[0], of_stake[0]),
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

fn clear(model: &mut Model, slash: u64) -> Nat {
    match act(model, Act::Clear { by: BOB, set: SET, slash, vault: None }) {
        Outcome::Amounts(paid) => paid[0],
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_model_follows_the_worked_example_to_the_wei() {
    let mut model = opened(percent(60));
    deposit(&mut model, ALICE, ether(100));
    deposit(&mut model, BOB, ether(50));
    for by in [ALICE, BOB] {
        act(&mut model, Act::Delegate { by, operator: OPERATOR });
        assert_eq!(model.position(by, VAULT).factor, WAD);
    }
    assert_eq!(model.operator_shares(OPERATOR, VAULT), ether(150));
    let pending = Pending::Increase(percent(60), 1_010);
    assert_eq!(allocation(&model), Allocation { current: Nat::ZERO, pending });
    assert_eq!(model.allocated_stake(SET, OPERATOR, VAULT), Nat::ZERO);
    assert_eq!(model.encumbered(OPERATOR, VAULT), percent(60));

    model.block = 1_010;
    assert_eq!(model.allocated_stake(SET, OPERATOR, VAULT), ether(90));
    let bobs = queue(&mut model, BOB, ether(20));
    assert_eq!(bobs.entries, [(VAULT, ether(20))]);
    assert_eq!(model.operator_shares(OPERATOR, VAULT), ether(130));

    model.block = 1_020;
    assert_eq!(slash(&mut model, percent(25)), (wei("22500000000000000000"), percent(15)));
    assert_eq!(allocation(&model).current, percent(45));
    assert_eq!(model.magnitude(Some(OPERATOR), VAULT), percent(85));
    assert_eq!(model.encumbered(OPERATOR, VAULT), percent(45));
    assert_eq!(model.operator_shares(OPERATOR, VAULT), wei("110500000000000000000"));
    assert_eq!(model.withdrawable(ALICE, VAULT), ether(85));
    assert_eq!(model.withdrawable(BOB, VAULT), wei("25500000000000000000"));

    deposit(&mut model, ALICE, ether(10));
    assert_eq!(model.position(ALICE, VAULT).factor, wei("1016042780748663101"));
    assert_eq!(model.withdrawable(ALICE, VAULT), wei("94999999999999999943"));
    assert_eq!(model.operator_shares(OPERATOR, VAULT), wei("120500000000000000000"));
    allocate(&mut model, percent(20));
    assert_eq!(model.encumbered(OPERATOR, VAULT), percent(45));

    model.block = 1_030;
    let (booked, of_stake) = slash(&mut model, percent(50));
    assert_eq!(of_stake, wei("264705882352941176"));
    let pending = Pending::Decrease(wei("125000000000000000"), 1_121);
    assert_eq!(allocation(&model), Allocation { current: wei("225000000000000000"), pending });
    assert_eq!(model.encumbered(OPERATOR, VAULT), wei("225000000000000000"));
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
    let (vaults, counts) = (vec![VAULT], vec![1]);
    let done = act(&mut model, Act::ClearDeallocations { by: BOB, operator: OPERATOR, vaults, counts });
    assert_eq!(done, Outcome::Told(vec![Told::Encumbered(VAULT, percent(10))]));
    assert_eq!(allocation(&model).current, percent(10));
    assert_eq!(model.allocatable(OPERATOR, VAULT), wei("525000000000000000"));
    assert_eq!(complete(&mut model, &alices), Ok(wei("69852941176470588193")));
    assert_eq!(clear(&mut model, 1), wei("22500000000000000000"));
    assert_eq!(clear(&mut model, 2), wei("36397058823529411764"));
    assert_eq!(model.tokens[0].balance(Holder::Burnt), wei("58897058823529411764"));
    assert_eq!(model.held(VAULT), wei("18750000000000000043"));
    assert_eq!(model.withdrawable(BOB, VAULT), wei("18750000000000000000"), "43 wei are nobody's");
}

#[test]
fn two_withdrawals_that_round_down_are_not_slashed_for_the_share_between_them() {
    let mut model = opened(WAD);
    deposit(&mut model, ALICE, Nat::new(30));
    act(&mut model, Act::Delegate { by: ALICE, operator: OPERATOR });
    model.block = 1_010;
    slash(&mut model, percent(30));
    // 15 scaled shares at 0.7 are worth 10.5 each: ten and ten, though 21 together.
    for _ in 0..2 {
        let withdrawal = queue(&mut model, ALICE, Nat::new(15));
        assert_eq!(model.worth_of(&withdrawal), [Nat::new(10)]);
    }
    assert_eq!(model.slashable_in_queue(OPERATOR, VAULT), Nat::new(20));
    model.stakes.get_mut(&(OPERATOR, VAULT)).unwrap().shares = Nat::ZERO;
    assert_eq!(slash(&mut model, WAD), (Nat::new(20), WAD));
}

#[test]
fn one_withdrawal_is_slashed_for_all_it_is_worth() {
    let mut model = opened(WAD);
    deposit(&mut model, ALICE, ether(20));
    act(&mut model, Act::Delegate { by: ALICE, operator: OPERATOR });
    model.block = 1_010;
    let withdrawal = queue(&mut model, ALICE, ether(20));
    assert_eq!(slash(&mut model, WAD), (ether(20), WAD));
    assert_eq!(allocation(&model), Allocation::default());
    assert_eq!(model.worth_of(&withdrawal), [Nat::ZERO]);
}

#[test]
fn a_withdrawal_is_slashed_through_its_last_block_and_no_longer() {
    for (block, booked) in [(1_100, ether(10)), (1_101, Nat::ZERO)] {
        let mut model = opened(WAD);
        deposit(&mut model, ALICE, ether(20));
        act(&mut model, Act::Delegate { by: ALICE, operator: OPERATOR });
        let withdrawal = queue(&mut model, ALICE, ether(20));
        model.block = block;
        assert_eq!(slash(&mut model, percent(50)).0, booked);
        assert_eq!(model.worth_of(&withdrawal), [ether(20) - booked]);
        model.block = 1_101;
        assert_eq!(complete(&mut model, &withdrawal), Ok(ether(20) - booked));
    }
}

#[test]
fn after_a_loss_of_tokens_the_last_shares_are_promised_more_than_there_is() {
    let mut model = opened(WAD);
    deposit(&mut model, ALICE, Nat::new(3_000));
    act(&mut model, Act::Rebase { token: 0, multiplier: percent(50) });
    let withdrawal = queue(&mut model, ALICE, Nat::new(3_000));
    model.block = 1_101;
    // 3000 · 2500 / 4000 of 1500.
    assert_eq!(complete(&mut model.clone(), &withdrawal), Err(Refusal::ERC20InsufficientBalance));
    act(&mut model, Act::Donate { by: BOB, vault: VAULT, amount: Nat::new(1_500) });
    assert_eq!(complete(&mut model, &withdrawal), Ok(Nat::new(3_000)));
}
