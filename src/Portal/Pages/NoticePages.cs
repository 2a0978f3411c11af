namespace VipOrleans.Portal.Pages;

using VipOrleans.Client;
using VipOrleans.Portal.Hosting;

/// <summary>The notice of a ruling, which host and migrant may reply to.</summary>
internal static class NoticePages
{
    public static async Task<IResult> Show(Visit visit, FormState form)
    {
        var ruling = await visit.Api.GetRulingAsync(visit.Route("ruling"), cancellationToken: visit.Gone);
        var texts = await visit.Api.ReadRulingTextsAsync(ruling.Id, ReadPurpose.Own, visit.Gone);
        return visit.Show<NoticePage>(new Notice(ruling, texts.Items), form);
    }

    public static async Task<string> Reply(Visit visit, FormState form)
    {
        if (form["text"].Length is 0 or > 4000) throw new FormException(new FieldProblem("text", visit.Words["concern.text-missing"]));
        if (form["do"] == "appeal")
        {
            await visit.Api.AppealRulingAsync(visit.Route("ruling"), form.Key, new() { Text = form["text"] },
                cancellationToken: visit.Gone);
            return $"{SessionPages.HomeOf(visit.Somebody.Role)}?done=reply";
        }

        await visit.Api.ReplyToRulingAsync(visit.Route("ruling"), form.Key, new() { Text = form["text"] }, cancellationToken: visit.Gone);
        return $"{SessionPages.HomeOf(visit.Somebody.Role)}?done=reply";
    }
}

/// <summary>A ruling with what was written about it.</summary>
public sealed record Notice(RulingView Ruling, IReadOnlyList<CaseTextView> Texts);
